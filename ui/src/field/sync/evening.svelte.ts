// One day's evening sheet: asked anew for each day, and handed over as a file.
import { Doing, Fetched, type Backend, type Evening } from "../../lib/ipc";

const DAY_MS = 86_400_000;

/** The day so many days after this one, both as `2026-11-24`. */
export const daysLater = (on: string, days: number): string => new Date(Date.parse(`${on}T00:00:00Z`) + days * DAY_MS).toISOString().slice(0, 10);

export class EveningSheet {
  readonly page: Fetched<Evening>;
  readonly exporting = new Doing();
  path = $state.raw<string | null>(null);
  on = $state.raw("");
  readonly #backend: Pick<Backend, "evening" | "exportPaper">;

  constructor(backend: Pick<Backend, "evening" | "exportPaper">, today: string) {
    this.#backend = backend;
    this.on = today;
    this.page = new Fetched(() => backend.evening(this.on));
  }

  async step(days: number): Promise<void> {
    this.on = daysLater(this.on, days);
    this.path = null;
    await this.page.load();
  }

  async export(): Promise<void> {
    this.path = null;
    await this.exporting.run(async () => (this.path = await this.#backend.exportPaper({ paper: "evening", on: this.on }, "pdf")));
  }
}
