// The chief's numbers, from a day to a day.
import { Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { NumbersLine, NumbersView } from "../types";

export type Bar = { month: string; value: number; share: number };

export const figure = (line: NumbersLine, name: string): number => line.figures[name] ?? 0;

/** One bar for each month; the highest is whole. */
export function bars(months: NumbersLine[], name: string): Bar[] {
  const most = Math.max(1, ...months.map((line) => figure(line, name)));
  return months.map((line) => ({ month: line.month, value: figure(line, name), share: figure(line, name) / most }));
}

/** The figures of which there are any: a table of two dozen columns of noughts tells nothing. */
export const told = (view: NumbersView): string[] => view.figures.filter((name) => figure(view.total, name) > 0);

/** The first day of the year that a day is in. */
export const yearOf = (on: string): string => `${on.slice(0, 4)}-01-01`;

const DAY = /^(\d{4}-\d{2}-\d{2})?$/;

export class Numbers {
  from = $state("");
  to = $state("");
  measure = $state("visits");
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
