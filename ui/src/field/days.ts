// Calendar days as "YYYY-MM-DD". They are counted, never put through a time zone.
const DAY_MS = 86_400_000;

export const daysAfter = (on: string, days: number): string => new Date(Date.parse(on) + days * DAY_MS).toISOString().slice(0, 10);

/** The Monday of its week. */
export const mondayOf = (on: string): string => daysAfter(on, -((new Date(on).getUTCDay() + 6) % 7));

/** When one asks again how it went: what is usually said. */
export const LATER = [
  { label: "days.week", days: 7 }, { label: "days.month", days: 30 }, { label: "days.quarter", days: 90 }, { label: "days.never", days: null },
] as const;
