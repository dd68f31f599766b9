// The chief's numbers, from a day to a day, told apart by month, area or officer; and what is behind each of them.
import { Fetched } from "../../lib/ipc";
import { isDayOrNone } from "../../lib/words";
import type { Api, Query } from "../api";
import type { BehindView, NumbersLine, NumbersView, UnvisitedView } from "../types";

export type By = "month" | "area" | "officer";
export type Bar = { name: string; value: number };
/** Behind which number one looks: a figure, of one line or of all. */
export type Behind = { figure: string; line: NumbersLine | null };

export const figure = (line: NumbersLine, name: string): number => line.figures[name] ?? 0;

/** One bar for each line. Officers stand by name: this is no ranking. */
export const bars = (lines: NumbersLine[], name: string): Bar[] => lines.map((line) => ({ name: line.name, value: figure(line, name) }));

/** The figures of a group of which there are any: columns of noughts tell nothing. */
export const told = (view: NumbersView, group: string): string[] =>
  (view.groups.find((one) => one.name === group)?.figures ?? []).filter((name) => figure(view.total, name) > 0);

/** The first day of the year that a day is in. */
export const yearOf = (on: string): string => `${on.slice(0, 4)}-01-01`;

type Door = Pick<Api, "numbers" | "behind" | "unvisited">;

export class Numbers {
  from = $state("");
  to = $state("");
  by = $state<By>("month");
  area = $state("");
  measure = $state("visits");
  weeks = $state("8");
  /** What the lines on the page are told apart by: not what was chosen since. */
  shown = $state<By>("month");
  looking = $state.raw<Behind | null>(null);
  readonly view: Fetched<NumbersView>;
  readonly behind: Fetched<BehindView>;
  readonly unvisited: Fetched<UnvisitedView[]>;

  constructor(api: Door, today: string) {
    this.from = yearOf(today);
    this.to = today;
    this.view = new Fetched(async () => {
      const by = this.by;
      const view = await api.numbers(this.asked);
      this.shown = by;
      return view;
    });
    this.behind = new Fetched(() => api.behind(this.#behind()));
    this.unvisited = new Fetched(() => api.unvisited({ weeks: this.weeks, area: this.area }));
  }

  get ready(): boolean {
    return isDayOrNone(this.from) && isDayOrNone(this.to);
  }

  get asked(): Query {
    return { from: this.from, to: this.to, by: this.by, area: this.area };
  }

  async load(): Promise<void> {
    if (this.ready) await this.view.load();
  }

  async look(figure: string, line: NumbersLine | null): Promise<void> {
    this.looking = { figure, line };
    this.behind.drop();
    await this.behind.load();
  }

  #behind(): Query {
    const { figure, line } = this.looking ?? { figure: "", line: null };
    const month = this.shown === "month" ? line?.name : null;
    return { figure, from: this.from, to: this.to, month, area: line?.area ?? this.area, officer: line?.officer };
  }
}
