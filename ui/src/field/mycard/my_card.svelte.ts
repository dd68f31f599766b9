// The officer's own contact card: shown, and handed over as a file.
import { Doing, Fetched, type Backend, type CardExport, type CardPage } from "../../lib/ipc";
import { Printing } from "../printing.svelte";

export class MyCard {
  readonly card: Fetched<CardPage>;
  readonly exporting = new Doing();
  readonly printing = new Printing();
  twoSided = $state(false);
  exported = $state.raw<{ what: CardExport; path: string } | null>(null);
  readonly #backend: Pick<Backend, "myCard" | "exportCard" | "printCard">;

  constructor(backend: Pick<Backend, "myCard" | "exportCard" | "printCard">) {
    this.#backend = backend;
    this.card = new Fetched(backend.myCard);
  }

  /** Whether both sides of it are made: a picture and a roll have one. */
  prints(what: CardExport): boolean {
    return this.twoSided && (what === "card_pdf" || what === "sheet_pdf");
  }

  async export(what: CardExport): Promise<void> {
    this.exported = null;
    await this.exporting.run(async () => (this.exported = { what, path: await this.#backend.exportCard(what, this.prints(what)) }));
  }

  async print(): Promise<void> {
    await this.printing.run(this.#backend.printCard);
  }
}
