// A portrait from the shutter to the application: examined by the shell, looked at by the officer, then accepted.
import { Doing, asProblem, type Ask, type Backend, type Examined } from "../../lib/ipc";

export class Portrait {
  examined = $state.raw<Examined | null>(null);
  /** What the camera saw, for as long as its report is looked at. */
  taken = $state.raw<Uint8Array | null>(null);
  readonly examining = new Doing();
  readonly accepting = new Doing();
  /** Accepted by the checks, or only warned about: the officer decides. A failed check keeps the token back. */
  readonly acceptable = $derived(this.examined?.token != null && this.examined.report.accepted);
  /** What the officer has ticked of what no program sees; a new picture is looked at anew. */
  answered = $state.raw<ReadonlySet<Ask>>(new Set());
  /** How many ticks are still to come. */
  readonly open = $derived((this.examined?.report.asks ?? []).filter((ask) => !this.answered.has(ask)).length);
  /** The cloth is not white, and everything else is well enough for it to be made so. */
  readonly canWhiten = $derived(
    this.examined !== null && !this.examined.report.whitened && this.examined.token !== null &&
      this.examined.report.checks.some((check) => check.name === "white_background" && check.verdict === "fail"),
  );
  readonly #backend: Pick<Backend, "examinePortrait" | "attachPortrait">;
  readonly #application: string;

  constructor(backend: Pick<Backend, "examinePortrait" | "attachPortrait">, application: string) {
    this.#backend = backend;
    this.#application = application;
  }

  async examine(take: () => Promise<Uint8Array>): Promise<void> {
    this.retake();
    await this.examining.run(async () => {
      const picture = await take().catch((thrown: unknown) => {
        throw asProblem(thrown);
      });
      this.examined = await this.#backend.examinePortrait(picture);
      this.taken = picture;
    });
  }

  /** A coloured cloth is turned white on the same picture: the officer's own choice, which the report records. */
  async whiten(): Promise<void> {
    const picture = this.taken;
    if (!picture) return;
    this.accepting.problem = null;
    await this.examining.run(async () => (this.examined = await this.#backend.examinePortrait(picture, true)));
  }

  answer(ask: Ask, yes: boolean): void {
    this.answered = new Set([...this.answered].filter((one) => one !== ask).concat(yes ? [ask] : []));
  }

  retake(): void {
    this.examined = this.taken = null;
    this.answered = new Set();
    this.examining.problem = this.accepting.problem = null;
  }

  async accept(): Promise<boolean> {
    const token = this.examined?.token;
    if (!this.acceptable || this.open > 0 || !token) return false;
    return this.accepting.run(() => this.#backend.attachPortrait(this.#application, token, [...this.answered]));
  }
}
