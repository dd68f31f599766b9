// The days that are left of a matter, and from when on they are a warning. For documents the law counts (Resident Identity
// Card Law, article 12): 60 days from the application, where traffic is poor at most 30 more; the core warns from day 45.
import type { Matter } from "../lib/ipc";
import { dayInChina, daysBetween } from "../lib/words";
import { daysAfter } from "./days";

export const ISSUE_WITHIN_DAYS = 60;
export const POOR_TRAFFIC_DAYS = 30;
export const WARN_FROM_DAY = 45;
/** Of any other matter: a week and the way to it. */
const WARN_WITHIN_DAYS = 10;

export type Deadline = { left: number; tone: "plain" | "warn" | "bad" };

export function deadline(matter: Pick<Matter, "open" | "due_on" | "opening">, today: string): Deadline | null {
  if (!matter.open || !matter.due_on) return null;
  const left = daysBetween(today, matter.due_on);
  const within = matter.opening.body.kind === "application" ? ISSUE_WITHIN_DAYS - WARN_FROM_DAY : WARN_WITHIN_DAYS;
  return { left, tone: left < 0 ? "bad" : left <= within ? "warn" : "plain" };
}

export const issueWithin = (poorTraffic: boolean): number => ISSUE_WITHIN_DAYS + (poorTraffic ? POOR_TRAFFIC_DAYS : 0);

/** The last day on which a document that is applied for on this day may be issued. */
export const dueOn = (appliedOn: string, poorTraffic: boolean): string => daysAfter(appliedOn, issueWithin(poorTraffic));

/** The day of an instant such as a fact's, in China. */
export const dayOf = (at: string): string => dayInChina(new Date(at));
