// Until when a hazard is to be mended: what is usually said, as days.
import { daysAfter } from "../days";

export type Within = "today" | "days" | "week" | "month" | "open";
const DAYS = { today: 0, days: 3, week: 7, month: 30 } as const;

export const withins: Within[] = ["today", "days", "week", "month", "open"];
export const dayOf = (within: Within, today: string): string | null => (within === "open" ? null : daysAfter(today, DAYS[within]));
/** Which of them a day is; null for a day of its own. */
export const withinOf = (until: string | null, today: string): Within | null => withins.find((one) => dayOf(one, today) === until) ?? null;
