// The officer's own contact card: shown, and handed over as a file.
import { Doing, Fetched, type Backend, type CardExport, type CardPage } from "../../lib/ipc";

export class MyCard {
  readonly card: Fetched<CardPage>;
  readonly exporting = new Doing();
  exported = $state.raw<{ what: CardExport; path: string } | null>(null);
  readonly #backend: Pick<Backend, "myCard" | "exportCard">;

  constructor(backend: Pick<Backend, "myCard" | "exportCard">) {
    this.#backend = backend;
    this.card = new Fetched(backend.myCard);
  }

  async export(what: CardExport): Promise<void> {
    this.exported = null;
    await this.exporting.run(async () => (this.exported = { what, path: await this.#backend.exportCard(what) }));
  }
}
