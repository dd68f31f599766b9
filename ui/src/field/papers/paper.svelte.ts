// A paper: looked at, then taken along as a file. What is asked for may change while one looks.
import { Doing, Fetched, type Backend, type DocumentKind, type PaperAsk, type PaperForm, type PaperPage } from "../../lib/ipc";
import type { Key } from "../../lib/words";
import { Printing } from "../printing.svelte";

export const DOCUMENTS: DocumentKind[] = ["id_card", "household_booklet", "temporary_id_card", "other"];

/** What stands above the paper. */
export const titleOf = (ask: PaperAsk): Key => `papers.${ask.paper}`;

/** A receipt for nothing is no paper yet. */
export const isAsked = (ask: PaperAsk): boolean => ask.paper !== "taken" || ask.documents.length > 0;

export class Paper {
  ask = $state<PaperAsk>({ paper: "notice" });
  readonly page: Fetched<PaperPage>;
  readonly exporting = new Doing();
  readonly printing = new Printing();
  path = $state.raw<string | null>(null);
  readonly #backend: Pick<Backend, "paper" | "exportPaper" | "printPaper">;

  constructor(backend: Pick<Backend, "paper" | "exportPaper" | "printPaper">, ask: PaperAsk) {
    this.#backend = backend;
    this.ask = structuredClone(ask);
    this.page = new Fetched(() => backend.paper(this.#plain()));
  }

  #plain(): PaperAsk {
    return $state.snapshot(this.ask) as PaperAsk;
  }

  /** Draws it anew; what was exported before is another paper now. */
  async draw(): Promise<void> {
    this.path = null;
    this.printing.forget();
    if (isAsked(this.ask)) await this.page.load();
    else this.page.drop();
  }

  has(kind: DocumentKind): boolean {
    return this.ask.paper === "taken" && this.ask.documents.some((one) => one.kind === kind);
  }

  /** Takes a document along, or leaves it there. */
  take(kind: DocumentKind, along: boolean): void {
    if (this.ask.paper !== "taken" || this.has(kind) === along) return;
    const others = this.ask.documents.filter((one) => one.kind !== kind);
    const taken = along ? [...others, { kind, note: "" }] : others;
    this.ask.documents = DOCUMENTS.flatMap((known) => taken.filter((one) => one.kind === known));
  }

  async export(form: PaperForm): Promise<void> {
    this.path = null;
    await this.exporting.run(async () => (this.path = await this.#backend.exportPaper(this.#plain(), form)));
  }

  async print(): Promise<void> {
    await this.printing.run(() => this.#backend.printPaper(this.#plain()));
  }
}
