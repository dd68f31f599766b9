// Events under the months in which they were, as the station counts them in its own time.
import type { Entry } from "../../lib/ipc";
import { dayInChina } from "../../lib/words";

export type Month = { year: number; month: number; entries: Entry[]; people: number };

/** In the order in which they come. */
export function byMonth(entries: Entry[]): Month[] {
  const months: Month[] = [];
  for (const entry of entries) {
    const [year = 0, month = 0] = dayInChina(new Date(entry.at)).split("-").map(Number);
    let last = months.at(-1);
    if (last?.year !== year || last.month !== month) months.push((last = { year, month, entries: [], people: 0 }));
    last.entries.push(entry);
    if (entry.body.kind === "activity") last.people += entry.body.body.audience;
  }
  return months;
}
