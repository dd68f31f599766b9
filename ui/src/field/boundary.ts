// A line that was walked, in metres. On a few kilometres the earth is flat enough: against the ellipsoid a length is off by
// at most 0.6 %, less than a step of the hand that holds the tablet. WGS 84 throughout.
import type { Location } from "../lib/ipc";
import { rounded } from "./where";

export type Point = { latitude: number; longitude: number };
export type Flat = { east_m: number; north_m: number };

/** Mean radius of the earth, IUGG. */
const EARTH_M = 6_371_008.8;
/** 15 mu are one hectare. */
export const M2_PER_MU = 10_000 / 15;
const RADIANS = Math.PI / 180;

/** Without those that hold nonsense: JSON has no NaN. */
export const pointsOf = (locations: Location[] | undefined): Point[] =>
  (locations ?? []).filter((one): one is Point => one.latitude !== null && one.longitude !== null);

/** Great circle (haversine). */
export function distance_m(from: Point, to: Point): number {
  const north = (to.latitude - from.latitude) * RADIANS;
  const east = (to.longitude - from.longitude) * RADIANS;
  const h = Math.sin(north / 2) ** 2 + Math.cos(from.latitude * RADIANS) * Math.cos(to.latitude * RADIANS) * Math.sin(east / 2) ** 2;
  return 2 * EARTH_M * Math.asin(Math.min(1, Math.sqrt(h)));
}

export const length_m = (points: Point[]): number =>
  points.slice(1).reduce((sum, point, n) => sum + distance_m(points[n] ?? point, point), 0);

/** A line that comes back to its very first point goes around something. */
export function isRing(points: Point[]): boolean {
  const [first, last] = [points[0], points.at(-1)];
  return points.length >= 4 && first?.latitude === last?.latitude && first?.longitude === last?.longitude;
}

/** Metres east and north of the middle of all points (equirectangular). */
export function flat(points: Point[]): Flat[] {
  const middle = (of: (point: Point) => number) => points.reduce((sum, point) => sum + of(point), 0) / Math.max(1, points.length);
  const [latitude, longitude] = [middle((point) => point.latitude), middle((point) => point.longitude)];
  const per_degree_m = EARTH_M * RADIANS;
  return points.map((point) => ({
    east_m: (point.longitude - longitude) * per_degree_m * Math.cos(latitude * RADIANS),
    north_m: (point.latitude - latitude) * per_degree_m,
  }));
}

/** What a ring goes around, in square metres; nothing for a line that is open. */
export function area_m2(points: Point[]): number {
  if (!isRing(points)) return 0;
  const at = flat(points);
  const twice = at.slice(1).reduce((sum, to, n) => {
    const from = at[n] ?? to;
    return sum + from.east_m * to.north_m - to.east_m * from.north_m;
  }, 0);
  return Math.abs(twice) / 2;
}

/** Typed degrees, north before east: "44.58213, 116.03471", with any comma, ° or letters N and E. */
export function parsePoint(text: string): Point | null {
  const numbers = text.trim().replace(/[°NE\u5317\u4e1c\u7eac\u7ecf\uff1a:]/giu, " ").split(/[\s,\uff0c\u3001;\uff1b]+/u).filter((part) => part !== "").map(Number);
  const [latitude, longitude] = numbers;
  if (numbers.length !== 2 || latitude === undefined || longitude === undefined) return null;
  const possible = Math.abs(latitude) <= 90 && Math.abs(longitude) <= 180;
  return possible ? { latitude: rounded(latitude), longitude: rounded(longitude) } : null;
}
