// One's passkeys: the list, one more, one less.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { PasskeyView } from "../types";
import { here, type Passkeys } from "../passkey";

type Door = Pick<Api, "passkeys" | "offerPasskey" | "addPasskey" | "removePasskey">;

export class OwnPasskeys {
  name = $state("");
  /** The password for one more. */
  again = $state("");
  /** Which one is to go, and the password for it. */
  leaving = $state.raw<PasskeyView | null>(null);
  password = $state("");
  readonly list: Fetched<PasskeyView[]>;
  readonly adding = new Doing();
  readonly removing = new Doing();
  readonly #door: Door;
  readonly #browser: Passkeys;

  constructor(door: Door, browser: Passkeys = here) {
    [this.#door, this.#browser] = [door, browser];
    this.list = new Fetched(door.passkeys);
  }

  get lack(): Passkeys["lack"] {
    return this.#browser.lack;
  }

  async add(): Promise<boolean> {
    const wish = { name: this.name.trim(), password: this.again };
    const done = await this.adding.run(async () => this.#door.addPasskey(await this.#browser.make(await this.#door.offerPasskey(wish), wish.name)));
    this.again = "";
    if (done) this.name = "";
    if (done) await this.list.load();
    return done;
  }

  begin(passkey: PasskeyView | null): void {
    [this.leaving, this.password, this.removing.problem] = [passkey, "", null];
  }

  async remove(): Promise<boolean> {
    const { leaving } = this;
    const done = leaving !== null && (await this.removing.run(() => this.#door.removePasskey(leaving.id, this.password)));
    this.password = "";
    if (done) this.leaving = null;
    if (done) await this.list.load();
    return done;
  }
}
