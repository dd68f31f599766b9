// One passphrase, and the wait after a wrong one.
import { Doing, type Backend } from "../../lib/ipc";

export class Unlocking {
  passphrase = $state("");
  waitSeconds = $state(0);
  readonly doing = new Doing();
  readonly ready = $derived(this.passphrase !== "" && this.waitSeconds === 0 && !this.doing.busy);
  #ticking: ReturnType<typeof setInterval> | undefined;
  readonly #backend: Pick<Backend, "unlock">;

  constructor(backend: Pick<Backend, "unlock">, waitSeconds = 0) {
    this.#backend = backend;
    if (waitSeconds > 0) this.#wait(waitSeconds);
  }

  async unlock(): Promise<boolean> {
    if (!this.ready) return false;
    const opened = await this.doing.run(() => this.#backend.unlock(this.passphrase));
    const code = this.doing.problem?.code;
    if (!opened && this.doing.problem && (code === "wrong_passphrase" || code === "too_many_tries")) {
      this.passphrase = "";
      this.#wait(Number(this.doing.problem.params["wait_seconds"] ?? 0));
    }
    return opened;
  }

  stop(): void {
    clearInterval(this.#ticking);
  }

  #wait(seconds: number): void {
    this.stop();
    this.waitSeconds = Number.isFinite(seconds) ? Math.max(0, Math.ceil(seconds)) : 0;
    this.#ticking = setInterval(() => {
      this.waitSeconds = Math.max(0, this.waitSeconds - 1);
      if (this.waitSeconds === 0) this.stop();
    }, 1000);
  }
}
