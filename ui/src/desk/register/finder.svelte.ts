// One box, asked a moment after the last key. An answer that a later question overtook is dropped.
import { Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { AreaView, Found, HitView } from "../types";

/** The station is across the network, and other desks ask it too: not at every key. */
const PAUSE_MS = 120;

export class Finder {
  query = $state("");
  area = $state("");
  chosen = $state(0);
  readonly answer: Fetched<Found>;
  readonly areas: Fetched<AreaView[]>;
  readonly asked = $derived(this.query.trim() !== "" || this.area !== "");
  #pause: ReturnType<typeof setTimeout> | undefined;

  constructor(api: Pick<Api, "search" | "areas">) {
    this.answer = new Fetched(() => api.search(this.query.trim(), this.area || null));
    this.areas = new Fetched(api.areas);
  }

  get hits(): HitView[] {
    return this.asked ? (this.answer.value?.hits ?? []) : [];
  }

  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.search(), PAUSE_MS);
  }

  async search(): Promise<void> {
    clearTimeout(this.#pause);
    this.chosen = 0;
    if (this.asked) await this.answer.load();
    else this.answer.drop();
  }

  move(steps: number): void {
    this.chosen = Math.max(0, Math.min(this.hits.length - 1, this.chosen + steps));
  }
}
