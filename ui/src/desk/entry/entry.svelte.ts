// The way in: first start, name and password, second factor. And what is known of whoever came in.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import { here, type Passkeys } from "../passkey";
import { address } from "../router.svelte";
import type { FirstStart, SessionView } from "../types";

type Door = Pick<Api, "session" | "signIn" | "secondFactor" | "askPasskey" | "passkey" | "setUp" | "signOut">;

export class Entry {
  readonly session: Fetched<SessionView>;
  readonly trying = new Doing();
  /** Seconds until the next try. */
  wait = $state(0);
  readonly #api: Door;
  readonly #browser: Passkeys;
  #counting: ReturnType<typeof setInterval> | undefined;

  constructor(api: Door, browser: Passkeys = here) {
    [this.#api, this.#browser] = [api, browser];
    this.session = new Fetched(api.session);
  }

  get stage(): SessionView["stage"] | null {
    return this.session.value?.stage ?? null;
  }

  signIn = (name: string, password: string) => this.#try(() => this.#api.signIn(name.trim(), password));
  secondFactor = (code: string) => this.#try(() => this.#api.secondFactor(code));
  passkey = () => this.#try(async () => this.#api.passkey(await this.#browser.sign(await this.#api.askPasskey())));

  /** Whether a passkey of this account belongs to the desk as it was opened. */
  get passkeyIsOfHere(): boolean {
    return this.session.value?.factors?.passkey_hosts.includes(location.hostname) ?? false;
  }

  /** Whether this browser gives it. */
  get passkeyHere(): boolean {
    return this.#browser.lack === null && this.passkeyIsOfHere;
  }

  /** Whoever makes the first account is led to where the recovery key is printed and backups are planned. */
  setUp = async (first: FirstStart): Promise<boolean> => {
    const led = await this.#try(() => this.#api.setUp(first));
    if (led) location.hash = address({ at: "keeping" });
    return led;
  };
  /** To name and password; whoever comes next does not wait for whoever went. */
  signOut = async (): Promise<boolean> => {
    const left = await this.#try(() => this.#api.signOut());
    if (left) this.#count(0);
    return left;
  };

  /** True when it led on. A second factor that came too late leads back to the password. */
  async #try(step: () => Promise<SessionView>): Promise<boolean> {
    const led = await this.trying.run(async () => (this.session.value = await step()));
    const problem = this.trying.problem;
    if (problem?.code === "too_many_tries") this.#count(Number(problem.params["wait_seconds"] ?? 1));
    if (problem?.code === "signed_out" || problem?.code === "already_set_up") await this.session.load();
    return led;
  }

  #count(seconds: number): void {
    clearInterval(this.#counting);
    this.wait = seconds;
    if (seconds === 0) return;
    this.#counting = setInterval(() => {
      this.wait -= 1;
      if (this.wait > 0) return;
      clearInterval(this.#counting);
      this.trying.problem = null;
    }, 1000);
  }
}
