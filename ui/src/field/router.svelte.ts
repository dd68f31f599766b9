// The way taken so far. In memory only: after the lock nothing tells where the officer was.
import type { Place } from "./place";

export class Router {
  #way = $state.raw<Place[]>([{ at: "today" }]);

  get place(): Place {
    return this.#way.at(-1) ?? { at: "today" };
  }

  get deep(): boolean {
    return this.#way.length > 1;
  }

  go(place: Place): void {
    this.#way = [...this.#way, place];
  }

  /** A main place: the way starts anew. */
  start(place: Place): void {
    this.#way = place.at === "today" ? [place] : [{ at: "today" }, place];
  }

  /** What is finished is not gone back to. */
  replace(place: Place): void {
    this.#way = [...this.#way.slice(0, -1), place];
  }

  back(): void {
    if (this.deep) this.#way = this.#way.slice(0, -1);
  }
}
