// Matters of one kind, page by page, as they are looked for; suggestions are chosen to be answered together.
import { Doing } from "../../lib/ipc";
import type { Api, Query } from "../api";
import type { MatterLine } from "../types";

export const KINDS = ["dispute", "request", "hazard", "suggestion", "hands_wanted", "volunteer"] as const;
export type Kind = (typeof KINDS)[number];

/** The station is across the network: not at every key. */
const PAUSE_MS = 200;

export class MatterList {
  matters = $state.raw<MatterLine[] | null>(null);
  kind = $state<Kind>("dispute");
  all = $state(false);
  area = $state("");
  query = $state("");
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  /** What was done about the chosen ones, while it is being written. */
  measure = $state<string | null>(null);
  readonly loading = new Doing();
  readonly saying = new Doing();
  #next = $state.raw<string | null>(null);
  #asked = 0;
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Pick<Api, "matters" | "measure">;

  constructor(api: Pick<Api, "matters" | "measure">) {
    this.#api = api;
  }

  get more(): boolean {
    return this.#next !== null;
  }

  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.load(), PAUSE_MS);
  }

  show(kind: Kind): void {
    [this.kind, this.matters, this.chosen] = [kind, null, new Set()];
    void this.load();
  }

  choose(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  load = () => this.#page(null);
  loadMore = () => this.#page(this.#next);

  /** One measure on all that are chosen. */
  async say(): Promise<boolean> {
    const suggestions = [...this.chosen];
    const text = this.measure?.trim() ?? "";
    if (!(await this.saying.run(() => this.#api.measure({ suggestions, text })))) return false;
    [this.measure, this.chosen] = [null, new Set()];
    await this.load();
    return true;
  }

  /** An answer that a later question overtook is dropped. */
  async #page(after: string | null): Promise<void> {
    clearTimeout(this.#pause);
    const mine = ++this.#asked;
    const asked: Query = { kind: this.kind, all: this.all || this.kind === "volunteer" ? "true" : null, area: this.area, q: this.query.trim(), after };
    this.loading.busy = false;
    await this.loading.run(async () => {
      const page = await this.#api.matters(asked);
      if (mine !== this.#asked) return;
      this.matters = after === null ? page.matters : [...(this.matters ?? []), ...page.matters];
      this.#next = page.next;
    });
  }
}
