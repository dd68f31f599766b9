import { describe, expect, it } from "vitest";
import type { Asked, Line } from "../../lib/ipc";
import { lasted, share } from "./figures";
import { Numbers } from "./numbers.svelte";
import { monthsUntil, span, weeksBefore } from "./period";

const line = (month: string, visits: number): Line => ({
  area: null, area_name: "", officer: null, officer_name: "", month, figures: { visits }, households: 0, people: 0, response_hours: null,
});

describe("periods", () => {
  it.each([
    ["month", "2026-11-24", { from: "2026-11-01", to: "2026-11-24" }],
    ["quarter", "2026-11-24", { from: "2026-10-01", to: "2026-11-24" }],
    ["quarter", "2026-03-31", { from: "2026-01-01", to: "2026-03-31" }],
    ["year", "2026-11-24", { from: "2026-01-01", to: "2026-11-24" }],
    ["all", "2026-11-24", { from: null, to: null }],
  ] as const)("%s of %s", (period, today, days) => expect(span(period, today)).toEqual(days));
  it("months_go_over_the_new_year", () => expect(monthsUntil("2026-02-03", 4)).toEqual(["2025-11", "2025-12", "2026-01", "2026-02"]));
  it("weeks_go_back_from_today", () => expect(weeksBefore("2026-11-24", 12)).toBe("2026-09-01"));
});

describe("how numbers are told", () => {
  it.each([
    [0, 0, null], [3, 4, 75], [199, 200, 99], [1, 300, 1], [5, 5, 100], [0, 5, 0],
  ])("%i of %i", (n, m, percent) => expect(share(n, m)?.percent ?? null).toBe(percent));
  it.each([
    [0.5, "numbers.minutes", 30], [0.999, "numbers.hours", 1], [5.26, "numbers.hours", 5.3], [47.4, "numbers.hours", 47], [60, "numbers.days", 2.5],
  ])("%f hours", (hours, key, count) => expect(lasted(hours)).toEqual({ key, params: { count } }));
});

describe("my numbers", () => {
  it("a_month_in_which_nothing_was_done_is_a_bar_all_the_same", async () => {
    const numbers = new Numbers({ statistics: async () => [line("2026-09", 7), line("2026-11", 3)] }, "2026-11-24");
    await numbers.load();
    expect(numbers.bars).toHaveLength(12);
    expect(numbers.bars.slice(-3)).toEqual([{ month: "2026-09", value: 7 }, { month: "2026-10", value: 0 }, { month: "2026-11", value: 3 }]);
    numbers.charted = "cards";
    expect(numbers.bars.at(-1)?.value).toBe(0);
  });
  it("the_list_behind_a_number_is_asked_for_the_same_time", async () => {
    const asked: Asked[] = [];
    const numbers = new Numbers({ statistics: async (one) => (asked.push(one), []) }, "2026-11-24");
    numbers.period = "quarter";
    await numbers.whole.load();
    expect(asked).toEqual([{ from: "2026-10-01", to: "2026-11-24", by_month: false }]);
    expect(numbers.whole.value).toEqual({ line: null, span: { from: "2026-10-01", to: "2026-11-24" } });
  });
});
