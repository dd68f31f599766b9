// The request for a card. Nothing is written before the person was told what happens with the information.
import { Doing, type ApplicationKind, type Backend } from "../../lib/ipc";

export class CardRequest {
  kind = $state<ApplicationKind>("renewal");
  reason = $state("");
  noticeGiven = $state(false);
  readonly applying = new Doing();
  readonly exporting = new Doing();
  noticePath = $state<string | null>(null);
  readonly #backend: Pick<Backend, "applyForCard" | "noticePdf">;
  readonly #person: string;

  constructor(backend: Pick<Backend, "applyForCard" | "noticePdf">, person: string) {
    this.#backend = backend;
    this.#person = person;
  }

  /** The application's id, or null when it could not be made. */
  async apply(): Promise<string | null> {
    if (!this.noticeGiven) return null;
    let id: string | null = null;
    await this.applying.run(async () => {
      id = await this.#backend.applyForCard(this.#person, this.kind, this.reason.trim(), true);
    });
    return id;
  }

  async printNotice(): Promise<void> {
    await this.exporting.run(async () => (this.noticePath = await this.#backend.noticePdf()));
  }
}
