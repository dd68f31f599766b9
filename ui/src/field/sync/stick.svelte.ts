// A sync on a stick: what was written, and how the station's answer was taken in.
import { Doing, type Backend, type BundleAnswer, type BundleFile } from "../../lib/ipc";

export class Stick {
  readonly writing = new Doing();
  readonly taking = new Doing();
  written = $state.raw<BundleFile | null>(null);
  answered = $state.raw<BundleAnswer | null>(null);
  readonly #backend: Pick<Backend, "exportBundle" | "importBundle">;

  constructor(backend: Pick<Backend, "exportBundle" | "importBundle">) {
    this.#backend = backend;
  }

  async write(): Promise<void> {
    this.written = this.answered = null;
    await this.writing.run(async () => (this.written = await this.#backend.exportBundle()));
  }

  async take(bundle: Uint8Array): Promise<void> {
    this.written = this.answered = null;
    await this.taking.run(async () => (this.answered = await this.#backend.importBundle(bundle)));
  }
}
