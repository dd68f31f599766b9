import { describe, expect, it } from "vitest";
import type { HandsLent, Matter } from "../../lib/ipc";
import { entry, matter } from "../../gallery/making";
import { layOut, outside } from "./calendar";
import { afterHandsWanted, hands_lent } from "./kind";
import { coverOf, needOf } from "./need";
import { daysOf, spanOf } from "./spans";

const today = "2026-11-25"; // a Wednesday
const need = (id: string, from: string, to: string) => ({ id, from, to });
const bars = (needs: ReturnType<typeof need>[], n: number) => layOut(needs, today)[n]?.bars.map((bar) => [bar.need.id, bar.lane, bar.first, bar.days]);

describe("calendar", () => {
  it("shows_six_weeks_from_this_monday_on", () => {
    const weeks = layOut([], today);
    expect([weeks.length, weeks[0]?.days[0], weeks[5]?.days[6]]).toEqual([6, "2026-11-23", "2027-01-03"]);
  });
  it("cuts_a_need_at_the_weeks_edge_and_says_that_it_goes_on", () => {
    const weeks = layOut([need("a", "2026-11-28", "2026-12-01")], today);
    expect(weeks.map((week) => week.bars.map(({ first, days, earlier, later }) => [first, days, earlier, later])).slice(0, 3)).toEqual([[[5, 2, false, true]], [[0, 2, true, false]], []]);
  });
  it("puts_needs_of_the_same_days_below_each_other_and_fills_a_free_lane", () => {
    expect(bars([need("c", "2026-11-27", "2026-11-29"), need("b", "2026-11-24", "2026-11-26"), need("a", "2026-11-23", "2026-11-29")], 0)).toEqual([["a", 0, 0, 7], ["b", 1, 1, 3], ["c", 1, 4, 3]]);
  });
  it("no_two_bars_of_a_week_share_a_day_in_a_lane", () => {
    const needs = Array.from({ length: 60 }, (_, n) => need(`${n}`, `2026-11-${20 + (n % 10)}`, `2026-12-${10 + ((n * 7) % 20)}`));
    for (const week of layOut(needs, today)) {
      const cells = week.bars.flatMap((bar) => Array.from({ length: bar.days }, (_, day) => `${bar.lane}/${bar.first + day}`));
      expect(new Set(cells).size).toBe(cells.length);
    }
  });
  it("names_those_that_no_week_shows", () => {
    const needs = [need("late", "2027-01-04", "2027-01-05"), need("in", "2027-01-03", "2027-01-09"), need("past", "2026-11-20", "2026-11-22")];
    expect(outside(needs, today).map((one) => one.id)).toEqual(["past", "late"]);
  });
});

describe("days that are usually meant", () => {
  it.each([["today", "2026-11-25", "2026-11-25"], ["week", "2026-11-25", "2026-11-29"], ["next", "2026-11-30", "2026-12-06"]] as const)("%s", (span, from, to) => {
    expect(daysOf(span, today)).toEqual({ from, to });
    expect(spanOf({ from, to }, today)).toBe(span);
  });
  it("other_days_are_none_of_them", () => expect(spanOf({ from: today, to: "2026-11-26" }, today)).toBeNull());
});

const wanted = (...lent: Pick<HandsLent, "done" | "hands" | "team">[]): Matter => matter(
  entry("g1", today, { kind: "hands_wanted", body: { work: "shear_wool", from: today, to: today, hands: 5, note: "" } }),
  { state: lent.length === 0 ? "open" : lent.some((one) => one.done) ? "done" : "promised", later: lent.map((one, n) => entry(`g1${n}`, today, { kind: "hands_lent", body: { wanted: "g1", note: "", ...one } })) },
);
const promise = { done: false, hands: 3, team: "联防队" };

describe("hands", () => {
  it("promises_add_up_until_somebody_says_who_went", () => {
    const counted = (given: Matter) => [needOf(given)?.lent, needOf(given)?.done];
    expect(counted(wanted(promise, { ...promise, hands: 2 }))).toEqual([5, false]);
    expect(counted(wanted(promise, { ...promise, done: true, hands: 4 }))).toEqual([4, true]);
  });
  it.each([["short", wanted(promise)], ["enough", wanted(promise, promise)], ["done", wanted({ ...promise, done: true })]])("%s", (cover, given) => {
    const one = needOf(given);
    expect(one && coverOf(one)).toBe(cover);
  });
  it("a_promise_begins_with_the_hands_that_are_missing", () => expect(hands_lent.blank({ kind: "hands_lent", about: "g1", as: "promised" }, wanted(promise)).hands).toBe(2));
  it("that_it_is_done_begins_with_who_had_promised", () => {
    expect(hands_lent.blank({ kind: "hands_lent", about: "g1", as: "done" }, wanted(promise))).toMatchObject({ done: true, hands: 3, team: "联防队" });
  });
  it("either_may_be_said_at_any_time", () => {
    for (const given of [wanted(), wanted(promise), wanted({ ...promise, done: true })]) expect(afterHandsWanted(given).map((one) => one.as).sort()).toEqual(["done", "promised"]);
  });
});
