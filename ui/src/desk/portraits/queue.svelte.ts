// The queue of portraits, page by page, and the one that is looked at.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { PortraitView } from "../types";

export class Queue {
  portraits = $state.raw<PortraitView[] | null>(null);
  chosen = $state(0);
  readonly loading = new Doing();
  #next = $state.raw<string | null>(null);
  readonly #api: Pick<Api, "portraits">;

  constructor(api: Pick<Api, "portraits">) {
    this.#api = api;
  }

  get current(): PortraitView | null {
    return this.portraits?.[this.chosen] ?? null;
  }

  get more(): boolean {
    return this.#next !== null;
  }

  async load(): Promise<void> {
    await this.loading.run(async () => {
      const page = await this.#api.portraits(null);
      [this.portraits, this.#next, this.chosen] = [page.portraits, page.next, 0];
    });
  }

  async loadMore(): Promise<void> {
    if (this.#next === null) return;
    await this.loading.run(async () => {
      const page = await this.#api.portraits(this.#next);
      [this.portraits, this.#next] = [[...(this.portraits ?? []), ...page.portraits], page.next];
    });
  }

  move(steps: number): void {
    this.chosen = Math.max(0, Math.min((this.portraits?.length ?? 1) - 1, this.chosen + steps));
  }
}
