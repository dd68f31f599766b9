// What the officer is told while the camera runs: one thing, the most urgent, and no sooner than it was seen twice in a row.
// Deliberately without a word about itself: when the checks fail or are slow it falls silent, and the shutter works as ever.
import type { Backend, Finding } from "../../lib/ipc";
import type { LiveCamera } from "../camera";

export const LOOK_EVERY_MS = 350;
/** Longer ago than this, and the face is elsewhere. */
export const SLOW_MS = 900;
export const SPEAK_EVERY_MS = 2000;
const MOST_PX = 960;
/** Left to everything else between two looks, however long one took. */
const BREATH_MS = 120;
const LONGEST_REST_MS = 6000;
/** What nobody confirmed any more for so many answers is no longer said. */
const KEPT_ANSWERS = 3;

export type Clock = { now(): number; /** Does it later, and gives the way to call it off. */ after(ms: number, then: () => void): () => void };
export const CLOCK: Clock = {
  now: () => performance.now(),
  after(ms, then) {
    const timer = setTimeout(then, ms);
    return () => clearTimeout(timer);
  },
};

/** A finding, or that there is none. */
export type Told = Finding | "clear";
export type Tone = "good" | "warn" | "bad";
type Parts = {
  camera: Pick<LiveCamera, "glimpse">; backend: Pick<Backend, "livePortrait">; clock?: Clock;
  /** After each look: whether nothing was wrong, twice in a row. */
  steady?: (nothingWrong: boolean) => void;
};

const words = (told: Told | null) => (typeof told === "object" ? told?.advice : told);
const same = (one: Told | null, other: Told | null) => words(one) === words(other) && toneOf(one) === toneOf(other);

export function toneOf(told: Told | null): Tone | null {
  if (told === null) return null;
  if (told === "clear") return "good";
  return told.verdict === "fail" ? "bad" : "warn";
}

/** The most urgent of what was seen before too, as grave as it was at least; else it would change colour at the limit. */
function confirmed(now: Finding[], before: Finding[]): Told | null {
  if (now.length === 0) return before.length === 0 ? "clear" : null;
  for (const finding of now) {
    const earlier = before.find(({ check, advice }) => check === finding.check && advice === finding.advice);
    if (earlier) return earlier.verdict === "fail" ? finding : earlier;
  }
  return null;
}

export class Live {
  /** What stands over the preview; null is silence. */
  shown = $state.raw<Told | null>(null);
  /** What is read out: the same, but never so fast that nobody can listen. */
  spoken = $state.raw<Told | null>(null);
  readonly tone = $derived(toneOf(this.shown));
  readonly #parts: Required<Parts>;
  #run = 0;
  #looking = false;
  #asking = false;
  #misses = 0;
  #before: Finding[] | null = null;
  #unconfirmed = 0;
  #next = () => {};
  #saidAt = -Infinity;
  #say: (() => void) | null = null;

  constructor(parts: Parts) {
    this.#parts = { clock: CLOCK, steady: () => {}, ...parts };
  }

  start(): void {
    if (this.#looking) return;
    this.#looking = true;
    this.#run += 1;
    // The answer to a look of an earlier run may still be to come: it goes on from there.
    if (!this.#asking) void this.#look();
  }

  stop(): void {
    this.#looking = false;
    this.#next();
    this.#silence();
    this.#misses = 0;
  }

  async #look(): Promise<void> {
    const { clock, camera, backend } = this.#parts;
    const run = this.#run;
    this.#asking = true;
    let asked = clock.now();
    let late = false;
    let punctual = () => {};
    let answer: Finding[] | null = null;
    try {
      const seen = await camera.glimpse(MOST_PX);
      if (seen && this.#looking) {
        asked = clock.now();
        punctual = clock.after(SLOW_MS, () => {
          late = true;
          if (run === this.#run) this.#silence();
        });
        answer = await backend.livePortrait(seen.rgba, seen.width, seen.cameraHeight);
      }
    } catch {
      late = true;
    }
    punctual();
    this.#asking = false;
    if (!this.#looking) return;
    if (run === this.#run) this.#hear(late ? null : answer);
    this.#misses = late ? this.#misses + 1 : 0;
    const rest = late ? Math.min(LOOK_EVERY_MS * 2 ** this.#misses, LONGEST_REST_MS) : LOOK_EVERY_MS - (clock.now() - asked);
    this.#next = clock.after(Math.max(rest, BREATH_MS), () => void this.#look());
  }

  #hear(findings: Finding[] | null): void {
    if (findings === null) return this.#silence();
    const again = this.#before && confirmed(findings, this.#before);
    this.#before = findings;
    this.#parts.steady(again === "clear");
    this.#unconfirmed = again ? 0 : this.#unconfirmed + 1;
    if (again || this.#unconfirmed > KEPT_ANSWERS) this.#show(again);
  }

  #silence(): void {
    this.#before = null;
    this.#unconfirmed = 0;
    this.#parts.steady(false);
    this.#show(null);
  }

  #show(told: Told | null): void {
    if (!same(told, this.shown)) this.shown = told;
    if (told === null) {
      this.#say?.();
      this.#say = this.spoken = null;
    } else if (this.#say === null && words(told) !== words(this.spoken)) {
      const speak = () => {
        this.#say = null;
        this.spoken = this.shown;
        this.#saidAt = this.#parts.clock.now();
      };
      const wait = this.#saidAt + SPEAK_EVERY_MS - this.#parts.clock.now();
      if (wait <= 0) speak();
      else this.#say = this.#parts.clock.after(wait, speak);
    }
  }
}
