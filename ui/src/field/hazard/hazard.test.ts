import { describe, expect, it } from "vitest";
import { asked } from "../../gallery/matters";
import { afterHazard, hazard_check } from "./kind";
import type { Receiver } from "../where";
import { Position } from "./position.svelte";

const receiver = (answer: [number, number] | null): Receiver => ({
  getCurrentPosition: (found, lost) =>
    answer ? found({ coords: { latitude: answer[0], longitude: answer[1] } } as GeolocationPosition) : lost?.({ code: 2 } as GeolocationPositionError),
});

describe("position", () => {
  it("is_told_to_a_hands_breadth", async () => {
    const position = new Position(receiver([44.123456789, 116.987654321]));
    expect(await position.take()).toEqual({ latitude: 44.123457, longitude: 116.987654 });
    expect([position.seeking, position.failed]).toEqual([false, false]);
  });
  it.each([["no receiver", undefined], ["no signal", receiver(null)]])("%s is said and nothing waits", async (_, given) => {
    const position = new Position(given);
    expect(await position.take()).toBeNull();
    expect([position.seeking, position.failed]).toEqual([false, true]);
  });
});

describe("what follows a hazard", () => {
  it("is_that_it_is_fixed_or_not_yet", () => expect(afterHazard({ ...asked, state: "open" }).map((one) => one.as)).toEqual(["fixed", "not_yet"]));
  it("a_fixed_one_can_be_looked_at_again", () => expect(afterHazard({ ...asked, state: "fixed" }).map((one) => one.kind)).toEqual(["hazard_check"]));
  it("the_button_fills_in_the_answer", () => {
    const fixed = (as: string) => hazard_check.blank({ kind: "hazard_check", about: "z1", as }, null);
    expect([fixed("fixed").fixed, fixed("not_yet").fixed, fixed("fixed").hazard]).toEqual([true, false, "z1"]);
  });
});
