// How numbers are told: in groups, as shares, as times.
import type { Figure, Line } from "../../lib/ipc";
import type { Key, Said } from "../../lib/words";

/** A figure that has a list behind it, or one of the two sums that have none. */
export type Told = Figure | "households" | "people";
export type Group = { title: Key; figures: readonly Told[] };

export const GROUPS: readonly Group[] = [
  { title: "numbers.group.visits", figures: ["visits", "households", "people", "services", "interpreting", "hands"] },
  { title: "numbers.group.matters", figures: ["disputes", "disputes_resolved", "requests", "requests_answered", "hazards", "hazards_fixed", "suggestions", "suggestions_measured"] },
  { title: "numbers.group.documents", figures: ["applications", "portraits", "documents_finished", "documents_delivered"] },
  { title: "numbers.group.outreach", figures: ["activities", "audience", "leaflets", "cards", "anti_fraud"] },
];

/** Figures that are worth a look over the months. */
export const CHARTED = ["visits", "services", "disputes_resolved", "documents_delivered", "leaflets"] as const satisfies readonly Figure[];

export function count(line: Line | null, figure: Told): number {
  if (line === null) return 0;
  return figure === "households" || figure === "people" ? line[figure] : (line.figures[figure] ?? 0);
}

export type Share = { n: number; m: number; percent: number };

/** Null if there is nothing to take a share of. "100" is said of all only, and "0" of none only. */
export function share(n: number, m: number): Share | null {
  if (m === 0) return null;
  const percent = Math.round((n / m) * 100);
  return { n, m, percent: n === m ? 100 : n === 0 ? 0 : Math.min(99, Math.max(1, percent)) };
}

/** A time as one says it: minutes, hours, days. */
export function lasted(hours: number): Said {
  const minutes = Math.round(hours * 60);
  if (minutes < 60) return { key: "numbers.minutes", params: { count: minutes } };
  if (hours < 48) return { key: "numbers.hours", params: { count: rounded(hours) } };
  return { key: "numbers.days", params: { count: rounded(hours / 24) } };
}

const rounded = (number: number) => (number < 10 ? Math.round(number * 10) / 10 : Math.round(number));
