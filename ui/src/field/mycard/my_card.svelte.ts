// The officer's own contact card: shown, and handed over as a file.
import { Doing, Fetched, type Backend, type CardExport, type CardFault, type CardPage } from "../../lib/ipc";
import { Printing } from "../printing.svelte";

export class MyCard {
  readonly card: Fetched<CardPage>;
  readonly exporting = new Doing();
  readonly printing = new Printing();
  twoSided = $state(false);
  /** Print 〓 for a character that no font has. */
  markMissing = $state(false);
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

  /** The characters that no font has, on what is shown. */
  get missing(): CardFault[] {
    const card = this.card.value;
    return card ? [...card.missing, ...(this.twoSided ? card.back_missing : [])] : [];
  }

  /** Whether it can be made: nothing is wrong with the sides that it has, and what no font has may be marked. */
  isReady(what: CardExport): boolean {
    const card = this.card.value;
    if (!card) return false;
    const both = this.prints(what);
    const missing = card.missing.length + (both ? card.back_missing.length : 0);
    return card.faults.length === 0 && (!both || card.back_faults.length === 0) && (this.markMissing || missing === 0);
  }

  async export(what: CardExport): Promise<void> {
    this.exported = null;
    await this.exporting.run(async () => (this.exported = { what, path: await this.#backend.exportCard(what, this.prints(what), this.markMissing) }));
  }

  async print(): Promise<void> {
    await this.printing.run(() => this.#backend.printCard(this.markMissing));
  }
}
