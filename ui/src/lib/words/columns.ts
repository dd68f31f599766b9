// Mongolian stands in columns. We break them ourselves, at spaces only: engines disagree about the width of a wrapped
// vertical block inside horizontal text, and a clipped column cannot be read.
const SILENT = /[\u180b-\u180f\u200c\u200d\u202f]/g;

/** Letters that take room. */
export const length = (text: string) => text.replace(SILENT, "").length;

/** About equal columns of at most `longest` letters; a single longer word keeps its own column, whole. */
export function columns(text: string, longest: number): string[] {
  // A number stays with what it counts.
  const words = text.replace(/(\d+) (?=\S)/g, "$1\u00a0").split(/[ \n]+/).filter((word) => word !== "");
  const total = words.reduce((sum, word) => sum + length(word) + 1, 0);
  const aim = Math.max(Math.ceil(total / Math.ceil(total / longest)), ...words.map(length));
  const made: string[] = [];
  for (const word of words) {
    const last = made.at(-1);
    if (last !== undefined && length(last) + 1 + length(word) <= aim) made[made.length - 1] = `${last} ${word}`;
    else made.push(word);
  }
  return made;
}

/** How tall a text may stand: labels stay low, so that buttons keep their row; long sentences get longer columns. */
export function tallest(text: string): number {
  const letters = length(text);
  if (letters <= 12) return 12;
  if (letters <= 30) return 10;
  return letters <= 90 ? 18 : 26;
}
