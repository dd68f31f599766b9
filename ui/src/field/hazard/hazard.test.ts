import { describe, expect, it } from "vitest";
import { asked } from "../../gallery/matters";
import { afterHazard, hazard_check } from "./kind";
import { Position, type Receiver } from "./position.svelte";
import { dayOf, withinOf } from "./until";

const receiver = (answer: [number, number] | null): Receiver => ({
  getCurrentPosition: (found, lost) =>
    answer ? found({ coords: { latitude: answer[0], longitude: answer[1] } } as GeolocationPosition) : lost?.({ code: 2 } as GeolocationPositionError),
});

describe("position", () => {
  it("is_told_to_about_a_metre", async () => {
    const position = new Position(receiver([44.123456789, 116.987654321]));
    expect(await position.take()).toEqual({ latitude: 44.12346, longitude: 116.98765 });
    expect([position.seeking, position.failed]).toEqual([false, false]);
  });
  it.each([["no receiver", undefined], ["no signal", receiver(null)]])("%s is said and nothing waits", async (_, given) => {
    const position = new Position(given);
    expect(await position.take()).toBeNull();
    expect([position.seeking, position.failed]).toEqual([false, true]);
  });
});

describe("until when", () => {
  it.each([["today", "2026-11-25"], ["days", "2026-11-28"], ["week", "2026-12-02"], ["month", "2026-12-25"], ["open", null]] as const)("%s", (within, on) => {
    expect(dayOf(within, "2026-11-25")).toBe(on);
    expect(withinOf(on, "2026-11-25")).toBe(within);
  });
  it("a_day_of_its_own_is_none_of_them", () => expect(withinOf("2026-11-27", "2026-11-25")).toBeNull());
});

describe("what follows a hazard", () => {
  it("is_that_it_is_fixed_or_not_yet", () => expect(afterHazard({ ...asked, state: "open" }).map((one) => one.as)).toEqual(["fixed", "not_yet"]));
  it("a_fixed_one_can_be_looked_at_again", () => expect(afterHazard({ ...asked, state: "fixed" }).map((one) => one.kind)).toEqual(["hazard_check"]));
  it("the_button_fills_in_the_answer", () => {
    const fixed = (as: string) => hazard_check.blank({ kind: "hazard_check", about: "z1", as }, null);
    expect([fixed("fixed").fixed, fixed("not_yet").fixed, fixed("fixed").hazard]).toEqual([true, false, "z1"]);
  });
});
