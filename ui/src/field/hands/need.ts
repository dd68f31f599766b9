// A need for hands as the calendar shows it: when, how many, and how many are promised or went.
import type { Matter, ServiceKind } from "../../lib/ipc";

export type Need = { id: string; name: string; work: ServiceKind; note: string; from: string; to: string; wanted: number; lent: number; done: boolean };

/** Null for any other matter. What was promised is not counted again once somebody said who went. */
export function needOf(matter: Matter): Need | null {
  const { body, head_name, household_code } = matter.opening;
  if (body.kind !== "hands_wanted") return null;
  const lent = matter.later.flatMap((entry) => (entry.body.kind === "hands_lent" ? [entry.body.body] : []));
  const done = lent.filter((one) => one.done);
  const count = (done.length ? done : lent).reduce((sum, one) => sum + one.hands, 0);
  const { work, note, from, to, hands: wanted } = body.body;
  return { id: matter.id, name: head_name || household_code, work, note, from, to, wanted, lent: count, done: done.length > 0 };
}

/** Its days in figures, as a wall calendar has them. */
export const daysShown = ({ from, to }: { from: string; to: string }): string => (from === to ? from : `${from} – ${to}`);

export type Cover = "done" | "enough" | "short";
export const coverOf = (need: Need): Cover => (need.done ? "done" : need.lent >= need.wanted ? "enough" : "short");
