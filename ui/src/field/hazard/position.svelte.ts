// Where the tablet is now. Without a receiver or a permit it says so, and nothing waits for it.
import type { Location } from "../../lib/ipc";

const WAIT_MS = 30_000;
/** Further digits would claim more than any receiver knows: five are about a metre. */
const DIGITS = 5;
const rounded = (degrees: number) => Number(degrees.toFixed(DIGITS));

export type Receiver = Pick<Geolocation, "getCurrentPosition">;

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
    const found = await new Promise<Location | null>((tell) => {
      if (!this.#receiver) return tell(null);
      this.#receiver.getCurrentPosition(
        ({ coords }) => tell({ latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) }),
        () => tell(null),
        { enableHighAccuracy: true, timeout: WAIT_MS, maximumAge: 0 },
      );
    });
    this.seeking = false;
    this.failed = found === null;
    return found;
  }
}
