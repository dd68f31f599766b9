// A sheet of the register: looked at first, then taken in as it was seen.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { SheetView } from "../types";

export class Sheets {
  file = $state.raw<File | null>(null);
  trial = $state.raw<SheetView | null>(null);
  taken = $state.raw<SheetView | null>(null);
  readonly trying = new Doing();
  readonly taking = new Doing();
  readonly #door: Pick<Api, "trySheet" | "takeSheet">;

  constructor(door: Pick<Api, "trySheet" | "takeSheet">) {
    this.#door = door;
  }

  async choose(file: File | undefined): Promise<void> {
    if (!file) return;
    this.file = file;
    this.trial = this.taken = null;
    this.taking.problem = null;
    await this.trying.run(async () => (this.trial = await this.#door.trySheet(file)));
  }

  /** Whether there is anything to take in. */
  get ready(): boolean {
    return this.trial !== null && this.trial.added + this.trial.changed > 0;
  }

  async take(): Promise<boolean> {
    const { file, trial } = this;
    if (!file || !trial) return false;
    const done = await this.taking.run(async () => (this.taken = await this.#door.takeSheet(file, trial.seen)));
    if (done) this.trial = this.file = null;
    // Somebody corrected something meanwhile: what it would do now is shown.
    else if (this.taking.problem?.code === "corrected_meanwhile") await this.trying.run(async () => (this.trial = await this.#door.trySheet(file)));
    return done;
  }
}
