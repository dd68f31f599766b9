import { expect, it } from "vitest";
import type { Entry } from "../../lib/ipc";
import { byMonth } from "./months";

const event = (at: string, audience: number) => ({ at, body: { kind: "activity", body: { topic: "", audience } } }) as Entry;

it("events_stand_under_the_month_that_it_was_in_china", () => {
  const months = byMonth([event("2026-11-18T02:00:00Z", 14), event("2026-10-31T16:30:00Z", 5), event("2026-10-31T15:30:00Z", 30)]);
  expect(months.map(({ year, month, entries, people }) => [year, month, entries.length, people])).toEqual([[2026, 11, 2, 19], [2026, 10, 1, 30]]);
});
