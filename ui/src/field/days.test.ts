import { describe, expect, it } from "vitest";
import { daysAfter, mondayOf } from "./days";

describe("days", () => {
  it.each([["2026-11-30", 1, "2026-12-01"], ["2028-02-28", 1, "2028-02-29"], ["2026-01-01", -1, "2025-12-31"]])("%s and %i days", (on, days, then) => expect(daysAfter(on, days)).toBe(then));
  it.each([["2026-11-23", "2026-11-23"], ["2026-11-29", "2026-11-23"], ["2026-11-30", "2026-11-30"]])("%s lies in the week of %s", (on, monday) => expect(mondayOf(on)).toBe(monday));
});
