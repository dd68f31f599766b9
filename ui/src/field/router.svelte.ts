// The way taken so far. In memory only: after the lock nothing tells where the officer was.
import type { Place } from "./place";

export class Router {
  /** Asked before a place is left; false stays. A form that could not keep what was typed says so and stays. */
  guard: (() => Promise<boolean>) | null = null;
  #way = $state.raw<Place[]>([{ at: "today" }]);

  get place(): Place {
    return this.#way.at(-1) ?? { at: "today" };
  }

  get deep(): boolean {
    return this.#way.length > 1;
  }

  go(place: Place): void {
    void this.#leave(() => [...this.#way, place]);
  }

  /** A main place: the way starts anew. */
  start(place: Place): void {
    void this.#leave(() => (place.at === "today" ? [place] : [{ at: "today" }, place]));
  }

  /** What is finished is not gone back to; nor does the page from which it was begun stand there twice. */
  replace(place: Place): void {
    void this.#leave(() => {
      const before = this.#way.slice(0, -1);
      return JSON.stringify(before.at(-1)) === JSON.stringify(place) ? before : [...before, place];
    });
  }

  back(): void {
    if (this.deep) void this.#leave(() => this.#way.slice(0, -1));
  }

  async #leave(way: () => Place[]): Promise<void> {
    if (this.guard && !(await this.guard())) return;
    this.guard = null;
    this.#way = way();
  }
}
