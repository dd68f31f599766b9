import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { AutoShot, STEADY_MS, type Memory } from "./auto_shot.svelte";
import { CLOCK } from "./live.svelte";
import { sight } from "./sight";

function shutter(memory: Memory = { wanted: false, over: new Set() }, person = "m1") {
  const pressed: string[] = [];
  return { memory, pressed, auto: new AutoShot(person, () => pressed.push(person), CLOCK, memory) };
}
beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("the shutter that presses itself", () => {
  it("does_nothing_unless_it_is_wanted", () => {
    const { auto, pressed } = shutter();
    auto.steady(true);
    vi.advanceTimersByTime(2 * STEADY_MS);
    expect([auto.counting, pressed]).toEqual([false, []]);
  });
  it("presses_once_when_nothing_was_wrong_long_enough", () => {
    const { auto, pressed, memory } = shutter();
    auto.want(true);
    auto.steady(true);
    vi.advanceTimersByTime(STEADY_MS - 1);
    auto.steady(true);
    expect([auto.counting, pressed.length]).toEqual([true, 0]);
    vi.advanceTimersByTime(1);
    expect([auto.counting, auto.armed, auto.over, pressed.length]).toEqual([false, false, true, 1]);
    auto.steady(true);
    vi.advanceTimersByTime(5 * STEADY_MS);
    expect(pressed.length).toBe(1);
    // Nor after the screen was left and entered again; the next person gets one.
    expect([shutter(memory).auto.armed, shutter(memory, "m2").auto.armed]).toEqual([false, true]);
  });
  it("anything_wrong_starts_the_count_anew", () => {
    const { auto, pressed } = shutter();
    auto.want(true);
    auto.steady(true);
    vi.advanceTimersByTime(STEADY_MS - 100);
    auto.steady(false);
    auto.steady(true);
    vi.advanceTimersByTime(STEADY_MS - 100);
    expect(pressed.length).toBe(0);
    vi.advanceTimersByTime(100);
    expect(pressed.length).toBe(1);
  });
  it("a_tap_puts_it_off_until_it_is_wanted_again", () => {
    const { auto, pressed } = shutter();
    auto.want(true);
    auto.steady(true);
    auto.putOff();
    vi.advanceTimersByTime(2 * STEADY_MS);
    auto.steady(true);
    expect([auto.counting, auto.over, pressed.length]).toEqual([false, true, 0]);
    auto.want(true);
    auto.steady(true);
    vi.advanceTimersByTime(STEADY_MS);
    expect(pressed.length).toBe(1);
  });
  it("is_remembered_for_the_next_person_and_unwanted_for_all", () => {
    const { auto, memory } = shutter();
    auto.want(true);
    expect(shutter(memory, "m2").auto.armed).toBe(true);
    auto.want(false);
    expect([auto.over, shutter(memory, "m2").auto.armed]).toEqual([false, false]);
  });
});

describe("where the head belongs", () => {
  it.each([[1920, 1440], [1920, 1080], [1280, 720], [640, 480], [1440, 1920], [480, 640]])("in %i × %i lies inside the picture and keeps the standard", (width, height) => {
    const { crop, head, eyes, top } = sight(width, height);
    expect(crop.x >= 0 && crop.y >= 0 && crop.x + crop.width <= width && crop.y + crop.height <= height).toBe(true);
    const px = (length: number) => (length * 358) / crop.width;
    expect(crop.height / crop.width).toBeCloseTo(441 / 358);
    expect(px(2 * head.rx)).toBeCloseTo(207);
    expect(px(top - crop.y)).toBeCloseTo(14);
    expect(px(crop.y + crop.height - eyes)).toBeGreaterThanOrEqual(207);
    expect(head.cy + head.ry).toBeLessThan(crop.y + crop.height);
  });
  it("asks_for_as_many_pixels_as_the_photo_wants", () => expect(sight(1920, 1440).crop.height).toBeGreaterThan(2 * 441));
});
