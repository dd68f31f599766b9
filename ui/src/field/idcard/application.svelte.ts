// The request for a card. Nothing is written before the person was told what happens with the information.
import { Doing, type ApplicationKind, type Backend } from "../../lib/ipc";

/** Which notice the screen shows. */
const NOTICE_VERSION = 1;

export class CardRequest {
  kind = $state<ApplicationKind>("renewal");
  reason = $state("");
  noticeGiven = $state(false);
  readonly applying = new Doing();
  readonly exporting = new Doing();
  noticePath = $state<string | null>(null);
  readonly #backend: Pick<Backend, "saveRecord" | "noticePdf">;
  readonly #person: string;

  constructor(backend: Pick<Backend, "saveRecord" | "noticePdf">, person: string) {
    this.#backend = backend;
    this.#person = person;
  }

  /** The application's id, or null when it could not be made. */
  async apply(): Promise<string | null> {
    if (!this.noticeGiven) return null;
    let id: string | null = null;
    await this.applying.run(async () => {
      const body = { kind: this.kind, reason: this.reason.trim(), notice_version: NOTICE_VERSION };
      id = await this.#backend.saveRecord({
        happened_at: null, household_id: null, person_id: this.#person, area_id: null, corrects: null, form: null,
        body: { kind: "application", body },
      });
    });
    return id;
  }

  async printNotice(): Promise<void> {
    await this.exporting.run(async () => (this.noticePath = await this.#backend.noticePdf()));
  }
}
