// Takes one point of a boundary with the tablet's receiver. The first fix after a cold start lies tens of metres off, so it
// listens until the fix is good, or until the officer says that it will do.
import { rounded } from "../where";
import type { Point } from "../boundary";

/** Better than this is as good as a tablet's receiver gets. */
export const GOOD_M = 8;
/** Worse than this is not taken unasked. */
export const USABLE_M = 30;
export const LONGEST_MS = 30_000;

export type Trouble = "none" | "denied" | "nowhere" | "slow" | "coarse";
export type Receiver = Pick<Geolocation, "watchPosition" | "clearWatch">;

export class Surveyor {
  looking = $state(false);
  /** How good the best fix so far is; of the point that was taken last, once it was. */
  accuracy_m = $state<number | null>(null);
  trouble = $state<Trouble | null>(null);
  #best: Point | null = null;
  #watch: number | undefined;
  #timer: ReturnType<typeof setTimeout> | undefined;
  readonly #receiver: Receiver | undefined;
  readonly #took: (point: Point) => void;

  constructor(receiver: Receiver | undefined, took: (point: Point) => void) {
    this.#receiver = receiver;
    this.#took = took;
  }

  start = (): void => {
    this.stop();
    [this.#best, this.accuracy_m, this.trouble] = [null, null, null];
    if (!this.#receiver) return void (this.trouble = "none");
    this.looking = true;
    // An older fix is of another place: this one was walked to.
    const wanted: PositionOptions = { enableHighAccuracy: true, maximumAge: 0, timeout: LONGEST_MS };
    this.#timer = setTimeout(this.#giveUp, LONGEST_MS);
    this.#watch = this.#receiver.watchPosition(this.#heard, this.#failed, wanted);
    if (!this.looking) this.#receiver.clearWatch(this.#watch); // it failed at once
  };

  /** The best fix so far will do. */
  take = (): void => {
    const point = this.#best;
    this.stop();
    if (!point) return;
    [this.#best, this.trouble] = [null, null];
    this.#took(point);
  };

  stop = (): void => {
    clearTimeout(this.#timer);
    if (this.#watch !== undefined) this.#receiver?.clearWatch(this.#watch);
    this.#watch = undefined;
    this.looking = false;
  };

  #heard = ({ coords }: GeolocationPosition): void => {
    if (this.accuracy_m !== null && coords.accuracy > this.accuracy_m) return;
    this.accuracy_m = coords.accuracy;
    this.#best = { latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) };
    if (coords.accuracy <= GOOD_M) this.take();
  };

  #failed = ({ code }: GeolocationPositionError): void => {
    if (code === 3 || this.#best) return; // the timer says when it has taken too long
    this.stop();
    this.trouble = code === 1 ? "denied" : "nowhere";
  };

  #giveUp = (): void => {
    if (this.#best && (this.accuracy_m ?? Infinity) <= USABLE_M) return this.take();
    this.stop();
    this.trouble = this.#best ? "coarse" : "slow";
  };
}
