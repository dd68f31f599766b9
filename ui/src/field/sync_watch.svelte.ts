// Listens to the shell while the tablet is open: the newest sync state, its progress, and that the register changed.
import type { Backend, SyncProgress, SyncState } from "../lib/ipc";
import { asProblem } from "../lib/ipc";

export class SyncWatch {
  state = $state.raw<SyncState | null>(null);
  progress = $state.raw<SyncProgress | null>(null);
  /** Counts up when the register changed: screens that show it ask again. */
  register = $state(0);
  readonly #backend: Pick<Backend, "events" | "syncState">;

  constructor(backend: Pick<Backend, "events" | "syncState">) {
    this.#backend = backend;
  }

  async start(): Promise<() => void> {
    const { events } = this.#backend;
    const stops = await Promise.all([
      events.syncProgress.listen(({ payload }) => (this.progress = payload)),
      events.syncChanged.listen(({ payload }) => this.take(payload)),
      events.registerChanged.listen(() => (this.register += 1)),
    ]);
    await this.#backend.syncState().then((state) => this.take(state), asProblem);
    return () => stops.forEach((stop) => stop());
  }

  take(state: SyncState): void {
    this.state = state;
    if (!state.running) this.progress = null;
  }
}
