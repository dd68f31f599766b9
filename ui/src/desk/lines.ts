// Lines of what was said, as the station reads them out: a label, and a word of the catalogue or what was typed.
import { isKey, t } from "../lib/words";
import type { LineView } from "./types";

/** The desk's own word for something, or else the tablets'. */
function words({ word }: LineView): string {
  const key = word === null ? undefined : [`desk.word.${word}`, word].find(isKey);
  return key ? t(key) : "";
}

export const lineText = (line: LineView): string => [words(line), line.text].filter(Boolean).join(" ");

/** What a list says of a matter: what it is and what was said, without names, which stand beside it. */
export const brief = (lines: LineView[]): string => lines.slice(0, 3).map(lineText).filter(Boolean).join(" · ");
