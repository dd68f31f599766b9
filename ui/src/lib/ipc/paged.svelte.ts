// A list that the backend gives page by page, each with where the next one begins. An answer that a later question overtook is
// dropped: what is shown is what was asked last.
import type { Problem } from "./bindings";
import { Fetched } from "./fetched.svelte";

export class Paged<T, Place> {
  readonly #fetched: Fetched<{ items: T[]; next: Place | null }>;
  #after: Place | null = null;

  constructor(ask: (after: Place | null) => Promise<{ items: T[]; next: Place | null }>) {
    this.#fetched = new Fetched(async () => {
      const after = this.#after;
      const { items, next } = await ask(after);
      return { items: after === null ? items : [...(this.items ?? []), ...items], next };
    });
  }

  get items(): T[] | null {
    return this.#fetched.value?.items ?? null;
  }

  get more(): boolean {
    return this.#next !== null;
  }

  get busy(): boolean {
    return this.#fetched.busy;
  }

  get problem(): Problem | null {
    return this.#fetched.problem;
  }

  get #next(): Place | null {
    return this.#fetched.value?.next ?? null;
  }

  load = (): Promise<void> => this.#page(null);
  /** Reads on. */
  loadMore = async (): Promise<void> => {
    if (this.more) await this.#page(this.#next);
  };
  /** Forgets it, before something else is asked. */
  drop = (): void => this.#fetched.drop();

  #page(after: Place | null): Promise<void> {
    this.#after = after;
    return this.#fetched.load();
  }
}
