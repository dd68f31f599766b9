// What goes on at the station that takes long and that this account began, at whatever place of the page one is. Looked at for as
// long as anything goes on; whatever was left comes back with it.
import type { Stream } from "./api";
import type { WorkKind, WorkView } from "./types";

/** What is over sooner is not shown: a bar that comes and goes at once only disturbs. */
const PAUSE_MS = 600;
/** The `readyState` of a stream that does not come again by itself. */
const CLOSED = 2;

export class Work {
  going = $state.raw<WorkView[]>([]);
  /** How many were seen to end: whoever lists what came of them looks again. */
  ended = $state(0);
  /** Questions that are not answered yet: what they began may not be told yet. */
  #asked = 0;
  #stream: Stream | null = null;
  #known: WorkView[] = [];
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #open: () => Stream;

  constructor(open: () => Stream) {
    this.#open = open;
  }

  is(kind: WorkKind): boolean {
    return this.going.some((one) => one.kind === kind);
  }

  /** Looks whether anything goes on, for as long as this is not answered. */
  watch(answer: Promise<unknown> = Promise.resolve()): void {
    this.#asked += 1;
    const answered = () => {
      this.#asked -= 1;
      // A stream that was refused stays shut: whoever asks next opens another.
      if (this.#stream?.readyState === CLOSED) this.leave();
    };
    answer.then(answered, answered);
    if (this.#stream) return;
    const stream = (this.#stream = this.#open());
    stream.onmessage = (event: MessageEvent<string>) => this.#told(JSON.parse(event.data) as WorkView[]);
    // The station ends the stream when nothing goes on, or the line broke.
    stream.onerror = () => this.#asked === 0 && this.leave();
  }

  #told(all: WorkView[]): void {
    const over = all.filter((one) => one.over && this.#known.some((before) => before.number === one.number));
    this.#known = all.filter((one) => !one.over);
    this.ended += over.length;
    if (this.going.length || this.#known.length === 0) this.#show();
    else this.#pause ??= setTimeout(() => this.#show(), PAUSE_MS);
  }

  #show(): void {
    clearTimeout(this.#pause);
    this.#pause = undefined;
    this.going = this.#known;
  }

  leave(): void {
    this.#stream?.close();
    this.#stream = null;
    this.#known = [];
    this.#show();
  }
}
