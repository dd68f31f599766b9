// One question to the backend and its newest answer. An answer that was overtaken by a later question is dropped.
import type { Problem } from "./bindings";
import { asProblem } from "./problem";

export class Fetched<T> {
  value = $state.raw<T | null>(null);
  problem = $state.raw<Problem | null>(null);
  busy = $state(false);
  #asked = 0;
  readonly #ask: () => Promise<T>;

  constructor(ask: () => Promise<T>) {
    this.#ask = ask;
  }

  async load(): Promise<void> {
    const mine = ++this.#asked;
    this.busy = true;
    try {
      const value = await this.#ask();
      if (mine === this.#asked) [this.value, this.problem] = [value, null];
    } catch (thrown) {
      if (mine === this.#asked) this.problem = asProblem(thrown);
    } finally {
      if (mine === this.#asked) this.busy = false;
    }
  }

  /** Forgets the answer, and the one that is still on its way. */
  drop(): void {
    this.#asked += 1;
    this.value = this.problem = null;
    this.busy = false;
  }
}
