// Needs laid out as bars over weeks, pure: which week, from which day to which, in which lane, so that none covers another.
import { daysBetween } from "../../lib/words";
import { daysAfter, mondayOf } from "../days";

export const WEEKS = 6;
type Lasting = { from: string; to: string };

/** `first`: 0 for Monday. `earlier`, `later`: it goes on in the week before or after. */
export type Bar<N> = { need: N; lane: number; first: number; days: number; earlier: boolean; later: boolean };
export type Week<N> = { days: string[]; bars: Bar<N>[] };

/** The weeks from today's on, with the bars that touch them; in each the earliest need lies on top, of those the longest. */
export function layOut<N extends Lasting>(needs: readonly N[], today: string, weeks = WEEKS): Week<N>[] {
  const sorted = [...needs].sort((a, b) => a.from.localeCompare(b.from) || b.to.localeCompare(a.to));
  return Array.from({ length: weeks }, (_, n) => week(sorted, daysAfter(mondayOf(today), 7 * n)));
}

function week<N extends Lasting>(needs: N[], monday: string): Week<N> {
  const sunday = daysAfter(monday, 6);
  const bars: Bar<N>[] = [];
  /** The last day that is taken in each lane. */
  const taken: number[] = [];
  for (const need of needs) {
    if (need.from > sunday || need.to < monday) continue;
    const first = Math.max(0, daysBetween(monday, need.from));
    const last = Math.min(6, daysBetween(monday, need.to));
    const free = taken.findIndex((day) => day < first);
    const lane = free === -1 ? taken.length : free;
    taken[lane] = last;
    bars.push({ need, lane, first, days: last - first + 1, earlier: need.from < monday, later: need.to > sunday });
  }
  return { days: Array.from({ length: 7 }, (_, n) => daysAfter(monday, n)), bars };
}

/** Those that touch none of the weeks, the earliest first. */
export function outside<N extends Lasting>(needs: readonly N[], today: string, weeks = WEEKS): N[] {
  const monday = mondayOf(today);
  const end = daysAfter(monday, 7 * weeks - 1);
  return needs.filter((need) => need.to < monday || need.from > end).sort((a, b) => a.from.localeCompare(b.from));
}
