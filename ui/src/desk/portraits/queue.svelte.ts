// The queue of portraits, page by page, the one that is looked at, and what is decided on it.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { PortraitView } from "../types";

/** The finished photo, the shot under the same frame, all of the shot. */
export type Shown = "finished" | "framed" | "whole";

export class Queue {
  portraits = $state.raw<PortraitView[] | null>(null);
  chosen = $state(0);
  /** Whether also those on which was decided are shown. */
  all = $state(false);
  /** Why the chosen one goes back, while it is being written. */
  reason = $state<string | null>(null);
  /** What is asked for of which portrait: anew with each, because a look at an original leaves a trace. */
  #asked = $state.raw<{ id: string; shown: Shown } | null>(null);
  readonly loading = new Doing();
  readonly judging = new Doing();
  #next = $state.raw<string | null>(null);
  readonly #api: Pick<Api, "portraits" | "judge">;

  constructor(api: Pick<Api, "portraits" | "judge">) {
    this.#api = api;
  }

  get current(): PortraitView | null {
    return this.portraits?.[this.chosen] ?? null;
  }

  get shown(): Shown {
    return this.#asked && this.#asked.id === this.current?.id ? this.#asked.shown : "finished";
  }

  show(shown: Shown): void {
    if (this.current?.original === "here") this.#asked = { id: this.current.id, shown };
  }

  get more(): boolean {
    return this.#next !== null;
  }

  async load(): Promise<void> {
    await this.loading.run(async () => {
      const page = await this.#api.portraits(this.all, null);
      [this.portraits, this.#next] = [page.portraits, page.next];
      this.move(0);
    });
  }

  async loadMore(): Promise<void> {
    if (this.#next === null) return;
    await this.loading.run(async () => {
      const page = await this.#api.portraits(this.all, this.#next);
      [this.portraits, this.#next] = [[...(this.portraits ?? []), ...page.portraits], page.next];
    });
  }

  move(steps: number): void {
    this.chosen = Math.max(0, Math.min((this.portraits?.length ?? 1) - 1, this.chosen + steps));
  }

  accept = () => this.#judge(true, "");
  sendBack = () => this.#judge(false, this.reason ?? "");

  /** Whatever became of it, the queue is asked anew: somebody else may have decided first. The next one moves up. */
  async #judge(accepted: boolean, reason: string): Promise<boolean> {
    const portrait = this.current;
    if (!portrait) return false;
    const done = await this.judging.run(() => this.#api.judge(portrait.id, { seen: portrait.state, accepted, reason: reason.trim() }));
    if (done || this.judging.problem?.code === "out_of_order") {
      this.reason = null;
      await this.load();
    }
    return done;
  }
}
