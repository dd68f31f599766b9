// How a phrase fills the tablet: as many columns as let its letters be the largest.
import { columns, length } from "../../lib/words/columns";

/** How long a column of so many letters is, in parts of the letters' size: no word of the catalogue, set in the bundled
 *  font, is longer. The first letters of a word are the broad ones. */
export const columnLength = (letters: number): number => 0.54 * letters + 1;
const COLUMN_WIDTH = 1.5;

export type Fit = { longest: number; columns: number; size_px: number };

export function fit(text: string, width_px: number, height_px: number, most_px = 150): Fit {
  const words = text.split(/\s+/).filter((word) => word !== "").length;
  let best: Fit = { longest: Math.max(1, length(text)), columns: 1, size_px: 0 };
  for (let n = 1; n <= words; n += 1) {
    const longest = Math.ceil(length(text) / n);
    const made = columns(text, longest);
    const size_px = Math.min(height_px / columnLength(Math.max(...made.map(length))), width_px / (made.length * COLUMN_WIDTH), most_px);
    if (size_px > best.size_px) best = { longest, columns: made.length, size_px };
  }
  return best;
}
