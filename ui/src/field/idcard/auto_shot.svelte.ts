// The shutter that presses itself: only while nothing is wrong, only once for a person unless the officer asks again.
import { CLOCK, type Clock } from "./live.svelte";

/** How long nothing may be wrong before it is pressed; as long as the ring takes to close. */
export const STEADY_MS = 1200;

/** What is remembered until the app is closed: whether it is wanted, and for whom it is over. */
export type Memory = { wanted: boolean; over: Set<string> };
const session: Memory = { wanted: false, over: new Set() };

export class AutoShot {
  /** It would press for this person. */
  armed = $state(false);
  /** The ring is closing. */
  counting = $state(false);
  /** Wanted, but it has pressed for this person, or was put off. */
  over = $state(false);
  readonly #person: string;
  readonly #press: () => void;
  readonly #clock: Clock;
  readonly #memory: Memory;
  #callOff = () => {};

  constructor(person: string, press: () => void, clock: Clock = CLOCK, memory: Memory = session) {
    [this.#person, this.#press, this.#clock, this.#memory] = [person, press, clock, memory];
    this.over = memory.wanted && memory.over.has(person);
    this.armed = memory.wanted && !this.over;
  }

  /** The officer's own choice, for this person and those after. */
  want(on: boolean): void {
    this.#memory.wanted = this.armed = on;
    this.#memory.over.delete(this.#person);
    this.over = false;
    this.#reset();
  }

  /** Told after each look; anything that is wrong starts the count anew. */
  steady(nothingWrong: boolean): void {
    if (!nothingWrong || !this.armed) return this.#reset();
    if (this.counting) return;
    this.counting = true;
    this.#callOff = this.#clock.after(STEADY_MS, () => {
      this.putOff();
      this.#press();
    });
  }

  /** Not for this person any more, until it is wanted again. */
  putOff(): void {
    this.#reset();
    this.#memory.over.add(this.#person);
    this.over = true;
    this.armed = false;
  }

  #reset(): void {
    this.#callOff();
    this.counting = false;
  }
}
