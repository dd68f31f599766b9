// Whom to call: those who are willing, by area. Whoever took the consent back is not on it.
import type { Area, HelpsWith, Matter, Volunteer } from "../../lib/ipc";

export type Called = { id: string; household_code: string } & Volunteer;
/** `area` is null for what lies in none of the tablet's areas. */
export type AreaCalls = { area: Area | null; people: Called[] };

/** In the areas' own order, in each by name; `helps` leaves those who help with that. */
export function callList(matters: readonly Matter[], areas: readonly Area[], helps: HelpsWith | null): AreaCalls[] {
  const people = matters.flatMap(({ id, state, opening: { body, area_id, household_code } }) =>
    body.kind === "volunteer" && state === "willing" && (helps === null || body.body.helps_with.includes(helps)) ? [{ area_id, called: { id, household_code, ...body.body } }] : []);
  const known = new Set(areas.map((area) => area.id));
  const of = (chosen: (area_id: string) => boolean) =>
    people.filter((one) => chosen(one.area_id)).map((one) => one.called).sort((a, b) => a.name.localeCompare(b.name, "zh"));
  const groups: AreaCalls[] = [
    ...areas.map((area) => ({ area, people: of((id) => id === area.id) })),
    { area: null, people: of((id) => !known.has(id)) },
  ];
  return groups.filter((group) => group.people.length > 0);
}
