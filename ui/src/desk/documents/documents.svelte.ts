// Documents on their way: where each is, what waits to be made, what was sent, what came back.
import { Doing, Fetched, Paged } from "../../lib/ipc";
import type { Api } from "../api";
import { save } from "../save";
import type { BatchView, MadeTaken, MatterLine, NumbersLine, ProductionView } from "../types";

export const STATES = ["", "complete", "in_production", "ready", "in_backpack", "delivered"] as const;

/** Where documents are, page by page. */
export class Custody {
  state = $state("");
  query = $state("");
  readonly matters: Paged<MatterLine, string>;

  constructor(api: Pick<Api, "matters">) {
    this.matters = new Paged(async (after) => {
      const { matters, next } = await api.matters({ kind: "application", state: this.state, q: this.query.trim(), after });
      return { items: matters, next };
    });
  }
}

/** An officer's portraits that the desk accepted at once. */
export type FirstTry = { officer: string; judged: number; first: number; percent: number };

/** By name: this is no ranking. */
export function firstTry(lines: NumbersLine[]): FirstTry[] {
  const of = (line: NumbersLine) => {
    const [judged, first] = [line.figures["portraits_judged"] ?? 0, line.figures["portraits_first_try"] ?? 0];
    return { officer: line.name, judged, first, percent: judged === 0 ? 0 : Math.round((100 * first) / judged) };
  };
  return lines.map(of).filter((one) => one.judged > 0).sort((a, b) => a.officer.localeCompare(b.officer, "zh"));
}

export class Production {
  readonly view: Fetched<ProductionView>;
  readonly rates: Fetched<FirstTry[]>;
  readonly sending = new Doing();
  readonly taking = new Doing();
  left = $state.raw<ReadonlySet<string>>(new Set());
  taken = $state.raw<MadeTaken | null>(null);
  readonly #api: Pick<Api, "production" | "makeBatch" | "batchFile" | "takeMade">;

  constructor(api: Pick<Api, "production" | "makeBatch" | "batchFile" | "takeMade" | "numbers">) {
    this.#api = api;
    this.view = new Fetched(api.production);
    this.rates = new Fetched(async () => firstTry((await api.numbers({ by: "officer" })).lines));
  }

  load = () => Promise.all([this.view.load(), this.rates.load()]);

  /** Those that go into the next batch: all that are complete and were not left out. */
  get chosen(): string[] {
    const waiting = this.view.value?.waiting ?? [];
    return waiting.filter((one) => one.complete && !this.left.has(one.matter.id)).map((one) => one.matter.id);
  }

  choose(id: string): void {
    const left = new Set(this.left);
    if (!left.delete(id)) left.add(id);
    this.left = left;
  }

  /** Sends them together, and takes the file at once. */
  async send(): Promise<boolean> {
    const sent = await this.sending.run(async () => {
      const batch = await this.#api.makeBatch(this.chosen);
      save(await this.#api.batchFile(batch.id));
    });
    await this.view.load();
    return sent;
  }

  async download(batch: BatchView): Promise<void> {
    await this.taking.run(async () => save(await this.#api.batchFile(batch.id)));
    await this.view.load();
  }

  async take(file: Blob): Promise<void> {
    this.taken = null;
    await this.taking.run(async () => (this.taken = await this.#api.takeMade(file)));
    await this.view.load();
  }
}
