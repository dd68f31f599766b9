// The way in: first start, name and password, second factor. And what is known of whoever came in.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import { browsers, type Passkeys } from "../account/passkey";
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

  constructor(api: Door, browser: Passkeys = browsers) {
    [this.#api, this.#browser] = [api, browser];
    this.session = new Fetched(api.session);
  }

  get stage(): SessionView["stage"] | null {
    return this.session.value?.stage ?? null;
  }

  signIn = (name: string, password: string) => this.#try(() => this.#api.signIn(name.trim(), password));
  secondFactor = (code: string) => this.#try(() => this.#api.secondFactor(code));
  passkey = () => this.#try(async () => this.#api.passkey(await this.#browser.sign(await this.#api.askPasskey())));
  /** To name and password once more. */
  back = () => {
    const { value } = this.session;
    if (value) this.session.value = { ...value, stage: "signed_out", factors: null };
    this.trying.problem = null;
  };

  /** Whether a passkey of this account works in this browser, at the desk as it was opened. */
  get passkeyHere(): boolean {
    return this.#browser.can && (this.session.value?.factors?.passkey_hosts.includes(location.hostname) ?? false);
  }

  /** Whoever makes the first account is led to where the recovery key is printed and backups are planned. */
  setUp = async (first: FirstStart): Promise<boolean> => {
    const led = await this.#try(() => this.#api.setUp(first));
    if (led) location.hash = address({ at: "keeping" });
    return led;
  };
  signOut = () => this.#try(() => this.#api.signOut());

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
    this.#counting = setInterval(() => {
      this.wait -= 1;
      if (this.wait > 0) return;
      clearInterval(this.#counting);
      this.trying.problem = null;
    }, 1000);
  }
}
