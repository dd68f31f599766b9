// How made-up entries and matters are made: what is not said of one is usual.
import type { Entry, FactBody, Matter } from "../lib/ipc";

const at = (day: string) => `${day}T10:20:00+08:00`;

/** What somebody said on a day. */
export const entry = (id: string, day: string, body: FactBody, over: Partial<Entry> = {}): Entry => ({
  id, at: at(day), officer_id: "o1", officer_name: "苏和", area_id: "a1", household_id: "h1", household_code: "0101-017", head_name: "巴特尔",
  person_id: null, person_name: "", corrects: null, body, ...over,
});
export const matter = (opening: Entry, over: Partial<Matter>): Matter => ({
  id: opening.id, opening, later: [], state: "open", open: true, due_on: null, custody: null, ...over,
});
