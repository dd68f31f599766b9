// Who holds the tablet.
import type { AppState, Entry } from "../lib/ipc";

export type Officer = Pick<AppState, "officer_name">;

/** Whether whoever holds the tablet said it. By name: the tablet does not tell their id yet, and two of a station with the same
 *  name would see each other's as their own. */
export const saidBy = (officer: Officer | null, entry: Pick<Entry, "officer_name">): boolean =>
  officer !== null && officer.officer_name !== null && entry.officer_name === officer.officer_name;
