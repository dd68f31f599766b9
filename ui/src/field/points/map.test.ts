import { describe, expect, it } from "vitest";
import type { ServicePointView } from "../../lib/ipc";
import { hull } from "./hull";
import { draw } from "./map";

const point = (code: string, latitude: number | null, longitude: number | null) => ({ id: code, code, latitude, longitude }) as ServicePointView;

describe("the line around an area", () => {
  it("goes_through_the_outermost_places_only", () => {
    const around = hull([[0, 0], [4, 0], [2, 1], [4, 4], [0, 4], [2, 2], [0, 0]]);
    expect(new Set(around.map(String))).toEqual(new Set(["0,0", "4,0", "4,4", "0,4"]));
  });
  it("of_two_places_is_those_two", () => expect(hull([[1, 1], [0, 0], [1, 1]])).toEqual([[0, 0], [1, 1]]));
});

describe("the map of the points", () => {
  const areas = [{ name: "三分场", name_mn: null, places: [{ latitude: 44, longitude: 116 }, { latitude: 44.2, longitude: 116 }, { latitude: 44.1, longitude: 116.3 }] }];
  it("lies_north_up_and_keeps_the_number_of_a_point_without_a_place", () => {
    const drawn = draw([point("a", 44.2, 116), point("b", null, null), point("c", 44, 116.3)], areas, 400, 300);
    expect(drawn?.points.map((one) => one.number)).toEqual([1, 3]);
    const [north, south] = drawn?.points ?? [];
    expect(north && south && north.at[1] < south.at[1] && north.at[0] < south.at[0]).toBe(true);
    expect(drawn?.areas[0]?.corners).toHaveLength(3);
  });
  it("is_none_where_no_place_is_known", () => expect(draw([point("a", null, null)], areas, 400, 300)).toBeNull());
});
