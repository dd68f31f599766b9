// The queue of portraits, page by page, the one that is looked at, and what is decided on it.
import { Doing, Paged } from "../../lib/ipc";
import type { Api } from "../api";
import type { PortraitView } from "../types";

/** The finished photo, the shot under the same frame, all of the shot. */
export type Shown = "finished" | "framed" | "whole";

export class Queue {
  readonly portraits: Paged<PortraitView, string>;
  chosen = $state(0);
  /** Whether also those on which was decided are shown. */
  all = $state(false);
  /** Why the chosen one goes back, while it is being written. */
  reason = $state<string | null>(null);
  /** What is asked for of which portrait: anew with each, because a look at an original leaves a trace. */
  #asked = $state.raw<{ id: string; shown: Shown } | null>(null);
  readonly judging = new Doing();
  readonly #api: Pick<Api, "portraits" | "judge">;

  constructor(api: Pick<Api, "portraits" | "judge">) {
    this.#api = api;
    this.portraits = new Paged(async (after) => {
      const { portraits, next } = await api.portraits(this.all, after);
      return { items: portraits, next };
    });
  }

  get current(): PortraitView | null {
    return this.portraits.items?.[this.chosen] ?? null;
  }

  /** Whether somebody else had decided on the last one already. */
  get overtaken(): boolean {
    return this.judging.problem?.code === "out_of_order";
  }

  get shown(): Shown {
    return this.#asked && this.#asked.id === this.current?.id ? this.#asked.shown : "finished";
  }

  show(shown: Shown): void {
    if (this.current?.original === "here") this.#asked = { id: this.current.id, shown };
  }

  /** Whoever was chosen and is gone makes room for the one behind. */
  async load(): Promise<void> {
    await this.portraits.load();
    this.move(0);
  }

  move(steps: number): void {
    this.chosen = Math.max(0, Math.min((this.portraits.items?.length ?? 1) - 1, this.chosen + steps));
  }

  accept = () => this.#judge(true, "");
  sendBack = () => this.#judge(false, this.reason ?? "");

  /** Whatever became of it, the queue is asked anew: somebody else may have decided first. The next one moves up. */
  async #judge(accepted: boolean, reason: string): Promise<boolean> {
    const portrait = this.current;
    if (!portrait) return false;
    const done = await this.judging.run(() => this.#api.judge(portrait.id, { seen: portrait.state, accepted, reason: reason.trim() }));
    if (done || this.overtaken) {
      this.reason = null;
      await this.load();
    }
    return done;
  }
}
