// The phrasebook: sifted by topic and by what was typed, and one phrase at a time shown large. Going on stays within what
// was sifted.
import { Fetched, type Backend, type Phrase } from "../../lib/ipc";
import { sifted } from "../sift";

export type Group = { topic: string; phrases: Phrase[] };

export class Phrasebook {
  asked = $state("");
  /** Null is every topic; "" is what has none. */
  topic = $state<string | null>(null);
  #shown = $state<string | null>(null);
  readonly all: Fetched<Phrase[]>;

  constructor(backend: Pick<Backend, "phrases">) {
    this.all = new Fetched(backend.phrases);
  }

  /** In the order of the station's codes, so that the station decides what comes first. */
  readonly topics = $derived.by(() => [...new Set((this.all.value ?? []).map((phrase) => phrase.topic ?? ""))]);
  readonly groups = $derived.by((): Group[] => {
    const found = (this.all.value ?? []).filter((phrase) => sifted(this.asked, phrase.zh, phrase.mn, phrase.sounds));
    return this.topics
      .filter((topic) => this.topic === null || this.topic === topic)
      .map((topic) => ({ topic, phrases: found.filter((phrase) => (phrase.topic ?? "") === topic) }))
      .filter(({ phrases }) => phrases.length > 0);
  });
  readonly found = $derived(this.groups.flatMap(({ phrases }) => phrases));

  get shown(): { phrase: Phrase; n: number; all: number } | null {
    const at = this.#at;
    const phrase = this.found[at];
    return phrase === undefined ? null : { phrase, n: at + 1, all: this.found.length };
  }

  /** Found anew each time: a sync that brings more phrases does not change the one that is held out. */
  get #at(): number {
    return this.#shown === null ? -1 : this.found.findIndex((phrase) => nameOf(phrase) === this.#shown);
  }

  show(name: string): void {
    this.#shown = name;
  }

  /** One further or one back; it does not run in a circle, so that the officer knows where the end is. */
  go(step: 1 | -1): void {
    const phrase = this.#at < 0 ? undefined : this.found[this.#at + step];
    if (phrase) this.#shown = nameOf(phrase);
  }

  close(): void {
    this.#shown = null;
  }
}

/** A phrase that was given no code is known by what it says. */
export const nameOf = (phrase: Phrase): string => phrase.code || (phrase.zh ?? "");

/** A stroke of the finger that means a direction; a tap or a stroke up or down means none. */
export function swiped(dx: number, dy: number): 1 | -1 | null {
  if (Math.abs(dx) < 60 || Math.abs(dx) < 1.5 * Math.abs(dy)) return null;
  return dx < 0 ? 1 : -1;
}
