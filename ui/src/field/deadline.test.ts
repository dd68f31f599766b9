import { describe, expect, it } from "vitest";
import type { Matter } from "../lib/ipc";
import { dayOf, deadline, dueOn } from "./deadline";

const matter = (kind: string, due_on: string | null, open = true) => ({ open, due_on, opening: { body: { kind } } }) as Matter;

describe("the legal clock", () => {
  it.each([["2026-11-02", false, "2027-01-01"], ["2026-11-02", true, "2027-01-31"], ["2028-01-01", false, "2028-03-01"]])(
    "from %s, poor traffic %s: %s", (on, poor, due) => expect(dueOn(on, poor)).toBe(due));
  // Applied for on 2026-11-02: day 44 is 2026-12-16.
  it.each([["2026-12-16", 16, "plain"], ["2026-12-17", 15, "warn"], ["2027-01-01", 0, "warn"], ["2027-01-02", -1, "bad"]])(
    "of an application on %s", (today, left, tone) => expect(deadline(matter("application", "2027-01-01"), today)).toEqual({ left, tone }));
  it("other_matters_warn_later", () => expect(deadline(matter("request", "2027-01-01"), "2026-12-20")?.tone).toBe("plain"));
  it("says_nothing_of_what_is_over_or_has_no_day", () => {
    expect([deadline(matter("application", "2027-01-01", false), "2026-12-20"), deadline(matter("request", null), "2026-12-20")]).toEqual([null, null]);
  });
  it("counts_from_the_day_it_was_in_china", () => expect(dayOf("2026-11-01T17:30:00Z")).toBe("2026-11-02"));
});
