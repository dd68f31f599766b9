// Sending and receiving, as the officer sees it: start, stop, and what became of each record.
import { Doing, Fetched, type Backend, type SyncEntry } from "../../lib/ipc";

export class Sync {
  readonly entries: Fetched<SyncEntry[]>;
  readonly running = new Doing();
  readonly stopping = new Doing();
  readonly #backend: Pick<Backend, "syncNow" | "stopSync" | "syncEntries">;

  constructor(backend: Pick<Backend, "syncNow" | "stopSync" | "syncEntries">) {
    this.#backend = backend;
    this.entries = new Fetched(backend.syncEntries);
  }

  async start(): Promise<void> {
    await this.running.run(() => this.#backend.syncNow());
    await this.entries.load();
  }

  async stop(): Promise<void> {
    await this.stopping.run(() => this.#backend.stopSync());
  }
}
