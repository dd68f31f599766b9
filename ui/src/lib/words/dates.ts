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

/** China has one time zone the whole year; a tablet that was set to another one still shows the station's time. */
const CHINA_MS = 8 * 3600 * 1000;
const inChina = (at: string | Date) => new Date(new Date(at).getTime() + CHINA_MS);

/** 2026-11-23, in China. */
export const dayInChina = (at: Date): string => inChina(at).toISOString().slice(0, 10);

/** A day as it is typed, or nothing. */
export const isDayOrNone = (typed: string): boolean => /^(\d{4}-\d{2}-\d{2})?$/.test(typed);

/** 12:31, in China. */
export function clock(at: string | Date): string {
  const when = inChina(at);
  return `${two(when.getUTCHours())}:${two(when.getUTCMinutes())}`;
}

/** 11-23 12:31, in China. */
export function moment(at: string): string {
  const when = inChina(at);
  return `${two(when.getUTCMonth() + 1)}-${two(when.getUTCDate())} ${clock(at)}`;
}

/** 2026-11-23 12:31, in China. */
export const instant = (at: string): string => `${dayInChina(new Date(at))} ${clock(at)}`;

/** The instant of a day and time as they are on the wall in China; null while they are still being typed. */
export function inChinaAt(on: string, time: string): string | null {
  if (!/^\d{4}-\d\d-\d\d$/.test(on)) return null;
  const [, hours, minutes] = /^(\d{1,2})[:：](\d\d)$/.exec(time.trim()) ?? [];
  if (hours === undefined || Number(hours) > 23 || Number(minutes) > 59) return null;
  const at = Date.parse(`${on}T${hours.padStart(2, "0")}:${minutes}:00+08:00`);
  return Number.isNaN(at) ? null : new Date(at).toISOString();
}

/** Whole days from one day to another; negative when the second lies before. */
export const daysBetween = (from: string, to: string): number => Math.round((Date.parse(to) - Date.parse(from)) / 86_400_000);

export function daysLeft(days: number): Said {
  if (days < 0) return { key: "date.overdue", params: { days: -days } };
  return days === 0 ? { key: "date.due_today" } : { key: "date.left", params: { days } };
}

export function bytes(count: number): string {
  if (count < 1024) return `${count} B`;
  return count < 1024 * 1024 ? `${(count / 1024).toFixed(0)} KB` : `${(count / 1024 / 1024).toFixed(1)} MB`;
}
