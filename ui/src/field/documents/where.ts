// Where the tablet is, if it knows at once. A door in the cold is no place to wait for satellites, and a dialogue that
// nobody answers counts as not knowing: its waiting is not part of the engine's own timeout.
import type { Location } from "../../lib/ipc";

export function whereNow(source: Pick<Geolocation, "getCurrentPosition"> | undefined, waits_ms = 4000): Promise<Location | null> {
  return new Promise((found) => {
    if (!source) return found(null);
    setTimeout(() => found(null), waits_ms);
    source.getCurrentPosition(
      ({ coords }) => found({ latitude: coords.latitude, longitude: coords.longitude }),
      () => found(null),
      { enableHighAccuracy: true, timeout: waits_ms, maximumAge: 60_000 },
    );
  });
}
