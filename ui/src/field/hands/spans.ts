// The days that are usually meant when hands are asked for.
import { daysAfter, mondayOf } from "../days";

export type Span = "today" | "week" | "next";
export type Days = { from: string; to: string };
export const spans: Span[] = ["today", "week", "next"];

/** This week is what is left of it. */
export function daysOf(span: Span, today: string): Days {
  const monday = mondayOf(today);
  if (span === "today") return { from: today, to: today };
  return span === "week" ? { from: today, to: daysAfter(monday, 6) } : { from: daysAfter(monday, 7), to: daysAfter(monday, 13) };
}

/** Which of them these days are; on a Sunday today and the rest of the week are the same, and "today" says more. */
export const spanOf = (days: Days, today: string): Span | null =>
  spans.find((one) => daysOf(one, today).from === days.from && daysOf(one, today).to === days.to) ?? null;
