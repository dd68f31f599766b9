// Matters of one kind, page by page, as they are looked for; suggestions are chosen to be answered together.
import { Doing, Paged } from "../../lib/ipc";
import type { Api } from "../api";
import type { MatterLine } from "../types";

export const KINDS = ["dispute", "request", "hazard", "suggestion", "hands_wanted", "volunteer"] as const;
export type Kind = (typeof KINDS)[number];

/** The station is across the network: not at every key. */
const PAUSE_MS = 200;

export class MatterList {
  kind = $state<Kind>("dispute");
  all = $state(false);
  area = $state("");
  query = $state("");
  chosen = $state.raw<ReadonlySet<string>>(new Set());
  /** What was done about the chosen ones, while it is being written. */
  measure = $state<string | null>(null);
  readonly matters: Paged<MatterLine, string>;
  readonly saying = new Doing();
  #pause: ReturnType<typeof setTimeout> | undefined;
  readonly #api: Pick<Api, "matters" | "measure">;

  constructor(api: Pick<Api, "matters" | "measure">) {
    this.#api = api;
    this.matters = new Paged(async (after) => {
      const all = this.all || this.kind === "volunteer" ? "true" : null;
      const { matters, next } = await api.matters({ kind: this.kind, all, area: this.area, q: this.query.trim(), after });
      return { items: matters, next };
    });
  }

  typed(): void {
    clearTimeout(this.#pause);
    this.#pause = setTimeout(() => void this.load(), PAUSE_MS);
  }

  show(kind: Kind): void {
    [this.kind, this.chosen] = [kind, new Set()];
    this.matters.drop();
    void this.load();
  }

  choose(id: string): void {
    const chosen = new Set(this.chosen);
    if (!chosen.delete(id)) chosen.add(id);
    this.chosen = chosen;
  }

  load = (): Promise<void> => {
    clearTimeout(this.#pause);
    return this.matters.load();
  };

  /** One measure on all that are chosen. */
  async say(): Promise<boolean> {
    const suggestions = [...this.chosen];
    const text = this.measure?.trim() ?? "";
    if (!(await this.saying.run(() => this.#api.measure({ suggestions, text })))) return false;
    [this.measure, this.chosen] = [null, new Set()];
    await this.load();
    return true;
  }
}
