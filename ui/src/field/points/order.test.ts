import { describe, expect, it } from "vitest";
import { coordinates, inOrder } from "./order";

describe("service points", () => {
  it("stand_by_name_and_the_closed_ones_last", () => {
    const points = [{ id: "1", name: "北站", closed: true }, { id: "2", name: "中站" }, { id: "3", name: "东车", closed: false }];
    expect(inOrder(points).map(({ id }) => id)).toEqual(["3", "2", "1"]);
  });
  it.each([
    ["both are known", { latitude: 44.5, longitude: 116.0347119 }, "44.50000, 116.03471"],
    ["the equator is a place too", { latitude: 0, longitude: 116 }, "0.00000, 116.00000"],
    ["one is missing", { latitude: 44.5, longitude: null }, null],
    ["neither was ever noted", {}, null],
  ] as const)("coordinates: %s", (_, where, shown) => expect(coordinates({ id: "1", ...where })).toBe(shown));
});
