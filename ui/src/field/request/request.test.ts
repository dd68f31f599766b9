import { describe, expect, it } from "vitest";
import type { ResponseKind } from "../../lib/ipc";
import { entry } from "../../gallery/making";
import { asked } from "../../gallery/matters";
import { course, lasting, responseMinutes, waitedMinutes } from "./course";

const answer = (is: ResponseKind, at: string) => entry(at, "2026-11-20", { kind: "response", body: { request: "r1", is, note: "" } }, { at, officer_name: "乌云" });
const request = { ...asked, opening: { ...asked.opening, at: "2026-11-20T10:00:00+08:00" } };

describe("the course of a request", () => {
  it("tells_each_time_and_how_long_it_took", () => {
    const told = { ...request, later: [answer("taken_over", "2026-11-20T02:25:00Z"), answer("answered", "2026-11-20T13:00:00+08:00"), answer("answered", "2026-11-22T13:00:00+08:00")] };
    expect(course(told).map((step) => [step.is, step.minutes])).toEqual([["asked", null], ["taken_over", 25], ["answered", 180], ["closed", null]]);
    expect(responseMinutes(told)).toBe(25);
  });
  it("an_answer_without_taking_over_is_a_response_too", () => expect(responseMinutes({ ...request, later: [answer("closed", "2026-11-20T11:00:00+08:00")] })).toBe(60));
  it("nobody_answered_yet", () => {
    expect(responseMinutes({ ...request, later: [] })).toBeNull();
    expect(waitedMinutes(request, new Date("2026-11-20T02:07:00Z"))).toBe(7);
  });
  it.each([[0, "request.after.none", undefined], [59, "request.after.minutes", 59], [90, "request.after.hours", 2], [47 * 60, "request.after.hours", 47], [3 * 1440, "request.after.days", 3]])("%i minutes", (minutes, key, count) => {
    expect([lasting("after", minutes).key, lasting("after", minutes).params?.["count"]]).toEqual([key, count]);
  });
});
