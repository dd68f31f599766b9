// Everything that is recorded about a person, and its erasure: looked at first, done against what was seen, and certified once.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { ErasureView, RecordView } from "../types";

type Door = Pick<Api, "record" | "erasure" | "erase">;

export class PersonRecord {
  readonly view: Fetched<RecordView>;
  readonly erasure: Fetched<ErasureView>;
  readonly erasing = new Doing();
  /** Whether the sheet is open. */
  asked = $state(false);
  /** Whether whoever sits there has read it. */
  sure = $state(false);
  /** The certificate, for as long as this page is open. */
  certificate = $state.raw<Blob | null>(null);
  readonly #erase: (seen: string) => Promise<Blob>;

  constructor(door: Door, person: string) {
    this.view = new Fetched(() => door.record(person));
    this.erasure = new Fetched(() => door.erasure(person));
    this.#erase = (seen) => door.erase(person, seen);
  }

  async ask(): Promise<void> {
    this.asked = true;
    this.sure = false;
    this.erasing.problem = null;
    await this.erasure.load();
  }

  get ready(): boolean {
    return this.sure && this.erasure.value?.obstacles.length === 0;
  }

  /** What came in meanwhile is shown before it is asked again. */
  async erase(): Promise<boolean> {
    const seen = this.erasure.value?.seen;
    if (!this.ready || seen === undefined) return false;
    const done = await this.erasing.run(async () => (this.certificate = await this.#erase(seen)));
    if (done) this.asked = false;
    else {
      this.sure = false;
      await this.erasure.load();
    }
    return done;
  }
}
