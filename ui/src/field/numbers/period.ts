// Stretches of the calendar, as days of China ("2026-11-23").
import { daysAfter } from "../days";

export type Period = "month" | "quarter" | "year" | "all";
export type Span = { from: string | null; to: string | null };

export const PERIODS: readonly Period[] = ["month", "quarter", "year", "all"];

/** What counts in a period that ends today; everything has no ends. */
export function span(period: Period, today: string): Span {
  if (period === "all") return { from: null, to: null };
  const [year = "", month = "01"] = today.split("-");
  if (period === "year") return { from: `${year}-01-01`, to: today };
  const first = period === "month" ? Number(month) : Number(month) - ((Number(month) - 1) % 3);
  return { from: `${year}-${String(first).padStart(2, "0")}-01`, to: today };
}

/** The last months, the newest last: "2026-11". */
export function monthsUntil(today: string, count: number): string[] {
  const [year = 1970, month = 1] = today.split("-").map(Number);
  return Array.from({ length: count }, (_, n) => new Date(Date.UTC(year, month - count + n, 1)).toISOString().slice(0, 7));
}

/** The day that many weeks before. */
export const weeksBefore = (today: string, weeks: number): string => daysAfter(today, -7 * weeks);
