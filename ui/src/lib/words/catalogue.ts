// Every word that a person reads, from assets/words. A key that is not in a catalogue does not compile.
import desk from "../../../../assets/words/desk.json";
import figure from "../../../../assets/words/figure.json";
import dispute from "../../../../assets/words/dispute.json";
import paper from "../../../../assets/words/paper.json";
import papers from "../../../../assets/words/papers.json";
import helping from "../../../../assets/words/helping.json";
import portrait from "../../../../assets/words/portrait.json";
import documents from "../../../../assets/words/documents.json";
import matter from "../../../../assets/words/matter.json";
import outreach from "../../../../assets/words/outreach.json";
import problem from "../../../../assets/words/problem.json";
import answers from "../../../../assets/words/answers.json";
import numbers from "../../../../assets/words/numbers.json";
import questionnaire from "../../../../assets/words/questionnaire.json";
import ui from "../../../../assets/words/ui.json";
import workbook from "../../../../assets/words/workbook.json";

export type Entry = { zh: string; mn: string; en: string; reviewed?: boolean };
export type Key = keyof typeof ui | keyof typeof desk | keyof typeof figure | keyof typeof problem | keyof typeof portrait | keyof typeof paper | keyof typeof papers | keyof typeof matter
  | keyof typeof documents | keyof typeof dispute | keyof typeof helping | keyof typeof outreach
  | keyof typeof answers | keyof typeof numbers | keyof typeof questionnaire | keyof typeof workbook;
export type Params = Record<string, string | number>;
/** A sentence still to be said: what controllers hand to screens, so that no text is made outside `Words`. */
export type Said = { key: Key; params?: Params };

export const catalogue: Record<string, Entry> = {
  ...ui, ...desk, ...figure, ...problem, ...portrait, ...paper, ...papers, ...matter,
  ...documents, ...dispute, ...helping, ...outreach,
  ...answers, ...numbers, ...questionnaire, ...workbook,
};

export const isKey = (key: string): key is Key => Object.hasOwn(catalogue, key);

export function entry(key: Key): Entry {
  return catalogue[key] ?? { zh: key, mn: "", en: key };
}

export function fill(text: string, params: Params): string {
  return text.replace(/\{(\w+)\}/g, (whole, name: string) => String(params[name] ?? whole));
}
