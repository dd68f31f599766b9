// A list that the backend gives from its beginning, as far as somebody reads it: more of it is asked for, nothing is cut silently.
import { Fetched } from "./fetched.svelte";

export const AT_ONCE = 300;

export class Growing<T> {
  readonly fetched: Fetched<{ rows: T[]; more: boolean }>;
  #rows = AT_ONCE;

  constructor(ask: (rows: number) => Promise<{ rows: T[]; more: boolean }>) {
    this.fetched = new Fetched(() => ask(this.#rows));
  }

  get rows(): T[] | null {
    return this.fetched.value?.rows ?? null;
  }

  get more(): boolean {
    return this.fetched.value?.more ?? false;
  }

  load = (): Promise<void> => this.fetched.load();

  /** Reads on. */
  grow = (): Promise<void> => {
    this.#rows += AT_ONCE;
    return this.load();
  };

  /** Another question begins anew. */
  afresh = (): Promise<void> => {
    this.#rows = AT_ONCE;
    return this.load();
  };
}
