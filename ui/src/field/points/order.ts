// Service points as one looks for them: by name, those that are closed for good at the end.
import type { ServicePointView } from "../../lib/ipc";

export const inOrder = (points: ServicePointView[]): ServicePointView[] =>
  [...points].sort((a, b) => Number(a.closed ?? false) - Number(b.closed ?? false) || (a.name ?? "").localeCompare(b.name ?? "", "zh"));

/** Five decimals: about a metre. Null unless both are known. */
export function coordinates({ latitude, longitude }: ServicePointView): string | null {
  return typeof latitude === "number" && typeof longitude === "number" ? `${latitude.toFixed(5)}, ${longitude.toFixed(5)}` : null;
}
