// A list of matters under headings: one for each state that the kind names, without those that are empty.
import type { Matter, State } from "../../lib/ipc";

export type Group = { state: State; matters: Matter[] };

/** A state that the kind does not name stands below those that it names: no matter is lost. */
export function byState(matters: readonly Matter[], states: readonly State[]): Group[] {
  const others = matters.map((matter) => matter.state).filter((state) => !states.includes(state));
  return [...states, ...new Set(others)].map((state) => ({ state, matters: matters.filter((matter) => matter.state === state) })).filter((group) => group.matters.length > 0);
}
