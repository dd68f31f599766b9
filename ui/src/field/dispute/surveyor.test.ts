import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Point } from "../boundary";
import { LONGEST_MS, Surveyor, type Receiver } from "./surveyor.svelte";

/** A receiver that says what the test says. */
function receiver() {
  let fix: PositionCallback = () => {};
  let fail: PositionErrorCallback = () => {};
  const watching = new Set<number>();
  const device: Receiver = {
    watchPosition: (heard, failed) => {
      [fix, fail] = [heard, failed ?? (() => {})];
      watching.add(watching.size + 1);
      return watching.size;
    },
    clearWatch: (id) => void watching.delete(id),
  };
  return {
    device, watching,
    says: (latitude: number, longitude: number, accuracy: number) => fix({ coords: { latitude, longitude, accuracy } } as GeolocationPosition),
    fails: (code: number) => fail({ code } as GeolocationPositionError),
  };
}
function survey() {
  const taken: Point[] = [];
  const with_ = receiver();
  return { taken, ...with_, surveyor: new Surveyor(with_.device, (point) => taken.push(point)) };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("taking a point", () => {
  it("waits_until_the_fix_is_good_and_takes_it_once", () => {
    const { surveyor, says, taken, watching } = survey();
    surveyor.start();
    says(44.5, 116, 60);
    expect([surveyor.looking, surveyor.accuracy_m, taken.length]).toEqual([true, 60, 0]);
    says(44.5000012, 116.0000004, 5);
    expect(taken).toEqual([{ latitude: 44.500001, longitude: 116 }]);
    expect([surveyor.looking, surveyor.accuracy_m, watching.size]).toEqual([false, 5, 0]);
  });
  it("a_worse_fix_does_not_replace_a_better_one", () => {
    const { surveyor, says, taken } = survey();
    surveyor.start();
    says(44.5, 116, 20);
    says(44.9, 116.9, 90);
    surveyor.take();
    expect(taken).toEqual([{ latitude: 44.5, longitude: 116 }]);
  });
  it("takes_what_is_usable_when_it_has_waited_long_enough", () => {
    const { surveyor, says, taken } = survey();
    surveyor.start();
    says(44.5, 116, 25);
    vi.advanceTimersByTime(LONGEST_MS);
    expect([taken.length, surveyor.trouble]).toEqual([1, null]);
  });
  it("a_coarse_fix_is_taken_only_when_the_officer_says_so", () => {
    const { surveyor, says, taken } = survey();
    surveyor.start();
    says(44.5, 116, 400);
    vi.advanceTimersByTime(LONGEST_MS);
    expect([taken.length, surveyor.trouble, surveyor.looking]).toEqual([0, "coarse", false]);
    surveyor.take();
    expect([taken.length, surveyor.trouble]).toEqual([1, null]);
  });
  it.each([[1, "denied"], [2, "nowhere"]])("fault %i is told as %s", (code, trouble) => {
    const { surveyor, fails, watching } = survey();
    surveyor.start();
    fails(code);
    expect([surveyor.trouble, surveyor.looking, watching.size]).toEqual([trouble, false, 0]);
  });
  it("silence_ends_after_a_while", () => {
    const { surveyor } = survey();
    surveyor.start();
    vi.advanceTimersByTime(LONGEST_MS);
    expect([surveyor.trouble, surveyor.looking]).toEqual(["slow", false]);
  });
  it("a_tablet_without_a_receiver_says_so", () => {
    const surveyor = new Surveyor(undefined, () => {});
    surveyor.start();
    expect([surveyor.trouble, surveyor.looking]).toEqual(["none", false]);
  });
  it("leaving_the_page_ends_it", () => {
    const { surveyor, watching, taken } = survey();
    surveyor.start();
    surveyor.stop();
    vi.advanceTimersByTime(LONGEST_MS);
    expect([watching.size, taken.length, surveyor.trouble]).toEqual([0, 0, null]);
  });
});
