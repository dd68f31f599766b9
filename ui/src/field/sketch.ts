// A walked line on a small sheet: north is up, one scale both ways.
import { flat, type Point } from "./boundary";

export type Sketch = { at: [number, number][]; bar_m: number; bar: number };
const MARGIN = 28;
/** A step of the hand: points that lie on one spot are not blown up to fill the sheet. */
const LEAST_M = 10;

/** `width` and `height` in the sheet's own unit, and so are the answer's places and the length of the scale bar. */
export function sketch(points: Point[], width: number, height: number): Sketch {
  const at = flat(points);
  const [east, north] = [at.map((one) => one.east_m), at.map((one) => one.north_m)];
  const [west_m, east_m] = [Math.min(0, ...east), Math.max(0, ...east)];
  const [south_m, north_m] = [Math.min(0, ...north), Math.max(0, ...north)];
  const scale = Math.min((width - 2 * MARGIN) / Math.max(LEAST_M, east_m - west_m), (height - 2 * MARGIN) / Math.max(LEAST_M, north_m - south_m));
  const bar_m = roundMetres((width / 3) / scale);
  return {
    at: at.map((one) => [
      width / 2 + (one.east_m - (west_m + east_m) / 2) * scale, height / 2 - (one.north_m - (south_m + north_m) / 2) * scale,
    ]),
    bar_m, bar: bar_m * scale,
  };
}

/** The largest of 1, 2, 5, 10, 20, 50 … that is not longer. */
export function roundMetres(most: number): number {
  const ten = 10 ** Math.floor(Math.log10(most));
  return [5, 2, 1].map((one) => one * ten).find((one) => one <= most) ?? ten;
}
