// The position as it is asked for by a button: sought, found, or told that it cannot be had.
import type { Location } from "../../lib/ipc";
import { whereNow, type Receiver } from "../where";

/** Out of doors a receiver that was off needs about this long. */
const WAIT_MS = 30_000;

export class Position {
  seeking = $state(false);
  /** It was asked for and could not be had. */
  failed = $state(false);
  readonly #receiver: Receiver | undefined;

  constructor(receiver: Receiver | undefined) {
    this.#receiver = receiver;
  }

  /** The place, or null with the reason told. */
  async take(): Promise<Location | null> {
    this.failed = false;
    this.seeking = true;
    const found = await whereNow(this.#receiver, WAIT_MS, 0);
    this.seeking = false;
    this.failed = found === null;
    return found;
  }
}
