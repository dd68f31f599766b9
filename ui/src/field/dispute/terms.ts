// Terms that often stand in an agreement, by the kind of dispute: chosen, then changed to fit.
import type { DisputeKind, Party, Term } from "../../lib/ipc";
import { t, type Key } from "../../lib/words";

const usual: Record<DisputeKind, Key[]> = {
  grassland_boundary: ["term.boundary.line", "term.boundary.fence", "term.boundary.strayed", "term.boundary.register"],
  livestock: ["term.livestock.pay", "term.livestock.return", "term.livestock.call", "term.livestock.tags"],
  debt: ["term.debt.sum", "term.debt.pieces", "term.debt.interest", "term.debt.later"],
  family: ["term.family.words", "term.family.care", "term.family.money", "term.family.talk"],
  neighbours: ["term.neighbours.distance", "term.neighbours.well", "term.neighbours.dog", "term.neighbours.peace"],
};

/** Usual terms with the parties' names in them. */
export function usualTerms(kind: DisputeKind, parties: Party[]): string[] {
  const name = (n: number, otherwise: Key) => parties[n]?.name.trim() || t(otherwise);
  const names = { first: name(0, "party.0"), second: name(1, "party.1") };
  return usual[kind].map((key) => t(key, names));
}

/** A gap that is still to be filled in, as the usual terms have them. */
export const hasGap = (term: Term): boolean => /[_\uff3f]{2}/.test(term.text);

/** A term as it is added; a term that was added and left empty is filled before another one follows. */
export function withTerm(terms: Term[], text: string): Term[] {
  const empty = terms.findIndex((term) => term.text.trim() === "");
  if (empty >= 0) return terms.map((term, n) => (n === empty ? { ...term, text } : term));
  return [...terms, { text, until: null }];
}

/** 甲, 乙, 丙, 丁; beyond that, the number. */
export function partyLabel(n: number): { key: Key; params: { n: number } } {
  const key = (["party.0", "party.1", "party.2", "party.3"] as const)[n] ?? "party.other";
  return { key, params: { n: n + 1 } };
}
