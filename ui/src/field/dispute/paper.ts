// The agreement as a PDF. The one place that knows how it is made, and that a tablet of an older build cannot.
import type { Backend } from "../../lib/ipc";

type Printing = { exportAgreement?: (id: string) => Promise<string> };

/** Writes the agreement of a matter to a file and answers where; null where the tablet cannot. */
export function printing(backend: Backend): ((matter_id: string) => Promise<string>) | null {
  return (backend as Backend & Printing).exportAgreement ?? null;
}
