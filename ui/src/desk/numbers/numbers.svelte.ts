// The chief's numbers, from a day to a day.
import { Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { Line, NumbersView } from "../types";

export const MEASURES = ["visits", "services", "disputes", "settled", "talks", "audience", "leaflets", "cards", "applications", "portraits"] as const;
export type Measure = (typeof MEASURES)[number];
export type Bar = { month: string; value: number; share: number };

/** One bar for each month that has a name; the highest is whole. */
export function bars(months: Line[], measure: Measure): Bar[] {
  const named = months.filter((line) => line.month !== "");
  const most = Math.max(1, ...named.map((line) => line[measure]));
  return named.map((line) => ({ month: line.month, value: line[measure], share: line[measure] / most }));
}

/** The first day of the year that a day is in. */
export const yearOf = (on: string): string => `${on.slice(0, 4)}-01-01`;

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;

export class Numbers {
  from = $state("");
  to = $state("");
  measure = $state<Measure>("visits");
  readonly view: Fetched<NumbersView>;

  constructor(api: Pick<Api, "numbers">, today: string) {
    this.from = yearOf(today);
    this.to = today;
    this.view = new Fetched(() => api.numbers(this.from, this.to));
  }

  get ready(): boolean {
    return DAY.test(this.from) && DAY.test(this.to);
  }

  async load(): Promise<void> {
    if (this.ready) await this.view.load();
  }
}
