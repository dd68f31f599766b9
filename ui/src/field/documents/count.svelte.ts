// The evening count: what is physically in the backpack against what was noted as taken along. A number that agrees ends
// it; one that does not is followed by ticking off the documents one by one, until the missing one has a name.
import type { Matter } from "../../lib/ipc";

export type Verdict = "not_counted" | "equal" | "fewer" | "more";

export class Count {
  /** How many the officer counted; null until then. */
  counted = $state<number | null>(null);
  #ticked = $state.raw<ReadonlySet<string>>(new Set());
  readonly #expected: () => readonly Matter[];

  /** `expected`: what was noted as being in this backpack; asked each time, because it changes while one counts. */
  constructor(expected: () => readonly Matter[]) {
    this.#expected = expected;
  }

  get expected(): readonly Matter[] {
    return this.#expected();
  }
  get verdict(): Verdict {
    if (this.counted === null) return "not_counted";
    if (this.counted === this.expected.length) return "equal";
    return this.counted < this.expected.length ? "fewer" : "more";
  }
  /** By how many it is off, whichever way. */
  get off(): number {
    return Math.abs((this.counted ?? 0) - this.expected.length);
  }
  has = (id: string): boolean => this.#ticked.has(id);

  get ticked(): readonly Matter[] {
    return this.expected.filter(({ id }) => this.#ticked.has(id));
  }
  /** How many of what was counted have no name yet; negative when more were ticked than counted. */
  get toTick(): number {
    return Math.min(this.counted ?? 0, this.expected.length) - this.ticked.length;
  }
  /** Those that are not there; null as long as it is not clear which. */
  get missing(): readonly Matter[] | null {
    if (this.verdict === "not_counted" || this.verdict === "equal") return null;
    return this.toTick === 0 ? this.expected.filter(({ id }) => !this.#ticked.has(id)) : null;
  }

  tick(id: string): void {
    const ticked = new Set(this.#ticked);
    if (!ticked.delete(id)) ticked.add(id);
    this.#ticked = ticked;
  }
  again(): void {
    this.counted = null;
    this.#ticked = new Set();
  }
}
