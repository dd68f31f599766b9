// Every word that a person reads, from assets/words. A key that is not in a catalogue does not compile.
import desk from "../../../../assets/words/desk.json";
import figure from "../../../../assets/words/figure.json";
import paper from "../../../../assets/words/paper.json";
import portrait from "../../../../assets/words/portrait.json";
import matter from "../../../../assets/words/matter.json";
import problem from "../../../../assets/words/problem.json";
import ui from "../../../../assets/words/ui.json";
import workbook from "../../../../assets/words/workbook.json";

export type Entry = { zh: string; mn: string; en: string; reviewed?: boolean };
export type Key = keyof typeof ui | keyof typeof desk | keyof typeof figure | keyof typeof problem | keyof typeof portrait | keyof typeof paper | keyof typeof matter | keyof typeof workbook;
export type Params = Record<string, string | number>;
/** A sentence still to be said: what controllers hand to screens, so that no text is made outside `Words`. */
export type Said = { key: Key; params?: Params };

export const catalogue: Record<string, Entry> = { ...ui, ...desk, ...figure, ...problem, ...portrait, ...paper, ...matter, ...workbook };

export const isKey = (key: string): key is Key => Object.hasOwn(catalogue, key);

export function entry(key: Key): Entry {
  return catalogue[key] ?? { zh: key, mn: "", en: key };
}

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
