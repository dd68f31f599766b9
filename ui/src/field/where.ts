// Where the tablet is. Nothing waits for it longer than it may: a door in the cold is no place to wait for satellites, and
// a dialogue that nobody answers counts as not knowing; its waiting is not part of the engine's own timeout.
import type { Location } from "../lib/ipc";

export type Receiver = Pick<Geolocation, "getCurrentPosition">;

/** Six places are a hand's breadth: more than any receiver knows. */
export const rounded = (degrees: number): number => Math.round(degrees * 1e6) / 1e6;

/** `maximumAge_ms`: how old an answer may be that the engine has already. */
export function whereNow(receiver: Receiver | undefined, waits_ms = 4000, maximumAge_ms = 60_000): Promise<Location | null> {
  return new Promise((found) => {
    if (!receiver) return found(null);
    setTimeout(() => found(null), waits_ms);
    receiver.getCurrentPosition(
      ({ coords }) => found({ latitude: rounded(coords.latitude), longitude: rounded(coords.longitude) }),
      () => found(null),
      { enableHighAccuracy: true, timeout: waits_ms, maximumAge: maximumAge_ms },
    );
  });
}
