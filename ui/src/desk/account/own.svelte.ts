// One's own account: a new password, and the second factor from offer to code.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { SecretOffer } from "../types";

type Door = Pick<Api, "changePassword" | "offerSecondFactor" | "setSecondFactor" | "removeSecondFactor">;

export class OwnAccount {
  old = $state("");
  chosen = $state("");
  again = $state("");
  code = $state("");
  password = $state("");
  offer = $state.raw<SecretOffer | null>(null);
  readonly changing = new Doing();
  readonly factoring = new Doing();
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
  }

  get differs(): boolean {
    return this.again !== "" && this.again !== this.chosen;
  }

  get ready(): boolean {
    return this.old !== "" && this.chosen !== "" && this.chosen === this.again;
  }

  async change(): Promise<boolean> {
    const done = this.ready && (await this.changing.run(() => this.#door.changePassword(this.old, this.chosen)));
    if (done) [this.old, this.chosen, this.again] = ["", "", ""];
    return done;
  }

  async ask(): Promise<boolean> {
    this.code = "";
    const done = await this.factoring.run(async () => (this.offer = await this.#door.offerSecondFactor(this.password)));
    this.password = "";
    return done;
  }

  async confirm(): Promise<boolean> {
    const done = await this.factoring.run(() => this.#door.setSecondFactor(this.code));
    this.code = "";
    if (done) this.offer = null;
    return done;
  }

  async remove(): Promise<boolean> {
    const done = await this.factoring.run(() => this.#door.removeSecondFactor(this.password));
    this.password = "";
    return done;
  }
}
