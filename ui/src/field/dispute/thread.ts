// What stands in a dispute's thread: the agreement that counts, who signed it, and what is usually done next.
import type { Agreement, Dispute, Entry, Matter, Signature } from "../../lib/ipc";
import type { Next } from "../kinds";

export type Counting = { entry: Entry; agreement: Agreement };

export function disputeOf(matter: Matter | null): Dispute | null {
  return matter?.opening.body.kind === "dispute" ? matter.opening.body.body : null;
}

/** The last one: a new agreement takes the place of the one before, signed or not. */
export function lastAgreement(matter: Matter | null): Counting | null {
  let last: Counting | null = null;
  for (const entry of matter?.later ?? []) if (entry.body.kind === "agreement") last = { entry, agreement: entry.body.body };
  return last;
}

/** The signatures under an agreement, by party; the first of a party counts. */
export function signatures(matter: Matter | null, agreement_id: string): Map<number, Signature> {
  const signed = new Map<number, Signature>();
  for (const { body } of matter?.later ?? [])
    if (body.kind === "signature" && body.body.agreement === agreement_id && !signed.has(body.body.party)) signed.set(body.body.party, body.body);
  return signed;
}

/** What was drawn and kept under another text is no signature of this one. */
export const under = (agreement_id: string, kept: Signature): Signature =>
  kept.agreement === agreement_id ? kept : { ...kept, agreement: agreement_id, strokes: [] };

/** Somebody signed: it is not corrected any more. */
export const isSealed = (agreement: Entry, matter: Matter | null): boolean => signatures(matter, agreement.id).size > 0;

export function unsigned(matter: Matter): { party: number; name: string }[] {
  const last = lastAgreement(matter);
  if (!last) return [];
  const signed = signatures(matter, last.entry.id);
  return last.agreement.parties.map(({ name }, party) => ({ party, name })).filter(({ party }) => !signed.has(party));
}

/** A dispute takes all of these at any time, even when it was settled: what differs is what comes first. */
export function afterDispute(matter: Matter): Next[] {
  const mediation: Next = { kind: "mediation", label: "dispute.mediate" };
  const agreement: Next = { kind: "agreement", label: lastAgreement(matter) ? "agreement.anew" : "agreement.write" };
  const outcome: Next = { kind: "outcome", label: "dispute.say_outcome" };
  const sign = unsigned(matter).map(({ party, name }): Next => ({ kind: "signature", as: String(party), label: "sign.by", params: { name } }));
  switch (matter.state) {
    case "open": return [mediation, ...sign, agreement, outcome];
    case "mediating": return [...sign, agreement, mediation, outcome];
    case "agreed": return [...sign, outcome, mediation, agreement];
    case "broken": return [mediation, ...sign, agreement, outcome];
    default: return [outcome, ...sign, mediation, agreement];
  }
}
