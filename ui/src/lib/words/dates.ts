// Days and instants as sentences. Days come as "YYYY-MM-DD" and are never put through a time zone.
import type { Key, Said } from "./catalogue";

const WEEKDAYS = ["sun", "mon", "tue", "wed", "thu", "fri", "sat"] as const;

export function dayWithWeekday(on: string): Said {
  const [year = 1970, month = 1, day = 1] = on.split("-").map(Number);
  const weekday = WEEKDAYS[new Date(Date.UTC(year, month - 1, day)).getUTCDay()] ?? "sun";
  const key: Key = `date.on.${weekday}`;
  return { key, params: { month, day } };
}

export function day(on: string): Said {
  const [year = 1970, month = 1, date = 1] = on.split("-").map(Number);
  return { key: "date.day", params: { year, month, day: date } };
}

const two = (n: number) => String(n).padStart(2, "0");

/** 12:31, in the tablet's own time. */
export function clock(at: string | Date): string {
  const when = new Date(at);
  return `${two(when.getHours())}:${two(when.getMinutes())}`;
}

/** 11-23 12:31, in the tablet's own time. */
export function moment(at: string): string {
  const when = new Date(at);
  return `${two(when.getMonth() + 1)}-${two(when.getDate())} ${clock(when)}`;
}

export function daysLeft(days: number): Said {
  if (days < 0) return { key: "date.overdue", params: { days: -days } };
  return days === 0 ? { key: "date.due_today" } : { key: "date.left", params: { days } };
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(0)} KB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}
