// The course of a request: when it was asked, taken over, answered, closed, and how long each took since it was asked.
import type { Matter, ResponseKind } from "../../lib/ipc";
import type { Said } from "../../lib/words";

export type Step = { is: "asked" | ResponseKind; at: string | null; officer: string; minutes: number | null };

const minutesBetween = (from: string, to: string) => Math.max(0, Math.round((Date.parse(to) - Date.parse(from)) / 60_000));

/** The first response of each sort is the one that counts; one that did not come has no time. */
export function course(matter: Matter): Step[] {
  const { at, officer_name } = matter.opening;
  const first = (is: ResponseKind): Step => {
    const said = matter.later.find(({ body }) => body.kind === "response" && body.body.is === is);
    return { is, at: said?.at ?? null, officer: said?.officer_name ?? "", minutes: said ? minutesBetween(at, said.at) : null };
  };
  return [{ is: "asked", at, officer: officer_name, minutes: null }, first("taken_over"), first("answered"), first("closed")];
}

/** Minutes until the station said anything; null while nobody has. */
export function responseMinutes(matter: Matter): number | null {
  const taken = course(matter).flatMap((step) => (step.minutes === null ? [] : [step.minutes]));
  return taken.length ? Math.min(...taken) : null;
}

export const waitedMinutes = (matter: Matter, now: Date): number => minutesBetween(matter.opening.at, now.toISOString());

/** A length in the unit in which one would say it. */
export function lasting(what: "after" | "waits", minutes: number): Said {
  if (minutes < 1) return { key: `request.${what}.none` };
  if (minutes < 60) return { key: `request.${what}.minutes`, params: { count: minutes } };
  if (minutes < 48 * 60) return { key: `request.${what}.hours`, params: { count: Math.round(minutes / 60) } };
  return { key: `request.${what}.days`, params: { count: Math.round(minutes / 60 / 24) } };
}
