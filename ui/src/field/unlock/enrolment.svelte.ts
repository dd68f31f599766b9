// The first start: a code becomes an offer that is read, then a passphrase of one's own makes it a working tablet.
import { Doing, type Backend, type EnrolmentOffer } from "../../lib/ipc";
import type { Said } from "../../lib/words";
import { LEAST_CHARACTERS, strength } from "./strength";

export class Enrolment {
  code = $state("");
  offer = $state.raw<EnrolmentOffer | null>(null);
  passphrase = $state("");
  again = $state("");
  /** Faults of the passphrase are told after the first try, not while it is being typed. */
  tried = $state(false);
  readonly doing = new Doing();
  readonly strength = $derived(strength(this.passphrase));
  readonly fault = $derived.by((): Said | null => {
    if (!this.tried) return null;
    if ([...this.passphrase].length < LEAST_CHARACTERS) return { key: "problem.passphrase_too_short" };
    return this.passphrase === this.again ? null : { key: "unlock.not_the_same" };
  });
  readonly #backend: Pick<Backend, "readEnrolment" | "enrol">;

  constructor(backend: Pick<Backend, "readEnrolment" | "enrol">) {
    this.#backend = backend;
  }

  async read(): Promise<void> {
    await this.doing.run(async () => (this.offer = await this.#backend.readEnrolment(this.code.trim())));
  }

  /** True when the tablet is enrolled and open. */
  async enrol(): Promise<boolean> {
    this.tried = true;
    if (this.fault) return false;
    return this.doing.run(() => this.#backend.enrol(this.code.trim(), this.passphrase));
  }

  otherCode(): void {
    this.offer = null;
    this.tried = false;
    this.doing.problem = null;
    this.passphrase = this.again = "";
  }
}
