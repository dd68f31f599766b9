import { describe, expect, it } from "vitest";
import { M2_PER_MU, area_m2, distance_m, isRing, length_m, parsePoint, pointsOf, type Point } from "./boundary";
import { roundMetres, sketch } from "./sketch";

const at = (latitude: number, longitude: number): Point => ({ latitude, longitude });
/** About a hectare at 44.5° north: 100 m are 0.000899° of latitude and 0.001261° of longitude there. */
const hectare = [at(44.5, 116), at(44.5, 116.001261), at(44.500899, 116.001261), at(44.500899, 116), at(44.5, 116)];

describe("a walked line", () => {
  it("a_degree_along_a_meridian_is_111_km", () => expect(distance_m(at(44, 116), at(45, 116))).toBeCloseTo(111_195, -1));
  it("a_degree_along_a_parallel_is_shorter_in_the_north", () => {
    expect(distance_m(at(0, 116), at(0, 117))).toBeCloseTo(111_195, -1);
    expect(distance_m(at(60, 116), at(60, 117)) / 111_195).toBeCloseTo(0.5, 2);
  });
  it("one_point_or_none_has_no_length", () => expect([length_m([]), length_m([at(44, 116)])]).toEqual([0, 0]));
  it("a_length_is_the_sum_of_its_pieces", () => expect(length_m(hectare)).toBeCloseTo(400, 0));
  it("goes_around_something_only_when_it_comes_back_to_its_first_point", () => {
    expect(isRing(hectare)).toBe(true);
    expect(isRing(hectare.slice(0, -1))).toBe(false);
    expect(isRing([at(44, 116), at(45, 116), at(44, 116)])).toBe(false);
  });
  it("a_hectare_is_fifteen_mu_whichever_way_it_was_walked", () => {
    expect(area_m2(hectare) / 10_000).toBeCloseTo(1, 2);
    expect(area_m2([...hectare].reverse()) / M2_PER_MU).toBeCloseTo(15, 0);
    expect(area_m2(hectare.slice(0, -1))).toBe(0);
  });
  it("points_that_hold_nonsense_are_left_out", () => {
    expect(pointsOf([{ latitude: null, longitude: 116 }, at(44, 116)])).toEqual([at(44, 116)]);
    expect(pointsOf(undefined)).toEqual([]);
  });
});

describe("typed coordinates", () => {
  it.each([
    ["44.58213, 116.03471", at(44.58213, 116.03471)],
    ["44.58213，116.03471", at(44.58213, 116.03471)],
    [" 北纬44.5° 东经116.25° ", at(44.5, 116.25)],
    ["N44.5 E116.25", at(44.5, 116.25)],
    ["-33.9 18.4", at(-33.9, 18.4)],
  ])("%s", (text, point) => expect(parsePoint(text)).toEqual(point));
  it.each(["", "44.5", "116.03471, 44.58213", "44,5, 116,2", "here, there"])("%s is refused", (text) => expect(parsePoint(text)).toBeNull());
});

describe("the sketch", () => {
  it("has_north_up_and_keeps_to_its_sheet", () => {
    const drawn = sketch(hectare, 420, 260);
    const [south, , north] = drawn.at;
    expect((north?.[1] ?? 0) < (south?.[1] ?? 0)).toBe(true);
    for (const [x, y] of drawn.at) expect(x >= 0 && x <= 420 && y >= 0 && y <= 260).toBe(true);
    expect(drawn.bar).toBeLessThanOrEqual(140);
  });
  it("one_point_stands_in_the_middle", () => expect(sketch([at(44, 116)], 420, 260).at).toEqual([[210, 130]]));
  it.each([[140, 100], [99, 50], [49, 20], [19, 10], [5, 5], [0.7, 0.5]])("the bar for %f m says %f m", (most, bar) => expect(roundMetres(most)).toBeCloseTo(bar));
});
