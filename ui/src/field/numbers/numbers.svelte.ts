// The officer's own numbers: of a period, and of one figure over the last twelve months. The backend sees to it that they are
// the own ones.
import { Fetched, type Asked, type Backend, type Figure, type Line } from "../../lib/ipc";
import { CHARTED } from "./figures";
import { monthsUntil, span, type Period, type Span } from "./period";

const MONTHS = 12;

export class Numbers {
  period = $state<Period>("month");
  charted = $state<Figure>(CHARTED[0]);
  readonly whole: Fetched<{ line: Line | null; span: Span }>;
  readonly monthly: Fetched<Line[]>;
  readonly #months: string[];

  constructor(backend: Pick<Backend, "statistics">, readonly today: string) {
    this.#months = monthsUntil(today, MONTHS);
    const year: Asked = { from: `${this.#months[0]}-01`, to: today, by_month: true };
    this.monthly = new Fetched(() => backend.statistics(year));
    this.whole = new Fetched(async () => {
      const asked = span(this.period, today);
      return { line: (await backend.statistics({ ...asked, by_month: false }))[0] ?? null, span: asked };
    });
  }

  async load(): Promise<void> {
    await Promise.all([this.whole.load(), this.monthly.load()]);
  }

  /** Each of the months with its value: a month in which nothing was done has no line, and is a month all the same. */
  get bars(): { month: string; value: number }[] {
    return this.#months.map((month) => ({
      month, value: this.monthly.value?.find((line) => line.month === month)?.figures[this.charted] ?? 0,
    }));
  }
}
