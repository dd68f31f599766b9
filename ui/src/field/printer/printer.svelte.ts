// The receipt printer: which one it is, and what it did not print to the end.
import { Doing, Fetched, type Backend, type PrinterPage, type PrinterRoll } from "../../lib/ipc";
import { Printing } from "../printing.svelte";

type Asked = Pick<Backend, "printer" | "choosePrinter" | "printAgain" | "dropPrint">;

export class Printer {
  readonly page: Fetched<PrinterPage>;
  readonly choosing = new Doing();
  readonly printing = new Printing();
  readonly dropping = new Doing();
  address = $state("");
  roll = $state<PrinterRoll>("mm58");
  readonly #backend: Asked;

  constructor(backend: Asked) {
    this.#backend = backend;
    this.page = new Fetched(backend.printer);
  }

  get busy(): boolean {
    return this.printing.doing.busy || this.dropping.busy;
  }

  /** Asks what there is; what is typed and not kept yet begins as what was chosen. */
  async open(): Promise<void> {
    await this.page.load();
    if (this.page.value) [this.address, this.roll] = [this.page.value.address, this.page.value.roll];
  }

  choose(): Promise<boolean> {
    return this.choosing.run(() => this.#backend.choosePrinter(this.address, this.roll));
  }

  async again(id: number): Promise<void> {
    await this.printing.run(() => this.#backend.printAgain(id));
    await this.page.load();
  }

  async drop(id: number): Promise<void> {
    this.printing.forget();
    await this.dropping.run(() => this.#backend.dropPrint(id));
    await this.page.load();
  }
}
