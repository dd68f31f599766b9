// Households on a plane: longitudes drawn together by their latitude, the same scale both ways, north up.
import type { UnvisitedView } from "../types";

const [WIDE, MARGIN, LEAST_HIGH, MOST_HIGH] = [900, 36, 220, 620];
const KM_OF_A_DEGREE = 111.32;
/** Lengths that a scale may have, in kilometres. */
const SCALES = [0.5, 1, 2, 5, 10, 20, 50, 100, 200];

export type Point = { home: UnvisitedView; x: number; y: number };
export type Places = {
  wide: number; high: number; points: Point[]; names: { text: string; x: number; y: number }[]; scale: { km: number; long: number };
  /** How many have no position. */
  nowhere: number;
};

const middle = (values: number[]) => values.reduce((sum, value) => sum + value, 0) / values.length;

export function places(homes: UnvisitedView[]): Places {
  const known = homes.flatMap((home) => (home.latitude === null || home.longitude === null ? [] : [{ home, north: home.latitude, east: home.longitude }]));
  const nowhere = homes.length - known.length;
  if (known.length === 0) return { wide: WIDE, high: LEAST_HIGH, points: [], names: [], scale: { km: 1, long: 0 }, nowhere };
  const narrow = Math.cos((middle(known.map(({ north }) => north)) * Math.PI) / 180);
  const flat = known.map(({ home, north, east }) => ({ home, x: east * narrow * KM_OF_A_DEGREE, y: -north * KM_OF_A_DEGREE }));
  const [left, right] = [Math.min(...flat.map(({ x }) => x)), Math.max(...flat.map(({ x }) => x))];
  const [top, bottom] = [Math.min(...flat.map(({ y }) => y)), Math.max(...flat.map(({ y }) => y))];
  // Households that lie together are not drawn further apart than a kilometre would be.
  const [width, height] = [Math.max(right - left, 1), Math.max(bottom - top, 1)];
  const px = Math.min((WIDE - 2 * MARGIN) / width, (MOST_HIGH - 2 * MARGIN) / height);
  const high = Math.max(LEAST_HIGH, Math.round(height * px + 2 * MARGIN));
  const [dx, dy] = [(WIDE - (right - left) * px) / 2, (high - (bottom - top) * px) / 2];
  const points = flat.map(({ home, x, y }) => ({ home, x: dx + (x - left) * px, y: dy + (y - top) * px }));
  const km = [...SCALES].reverse().find((one) => one * px <= WIDE / 4) ?? SCALES[0]!;
  const names = [...new Set(points.map(({ home }) => home.area))].map((text) => {
    const there = points.filter(({ home }) => home.area === text);
    return { text, x: middle(there.map(({ x }) => x)), y: Math.min(...there.map(({ y }) => y)) - 12 };
  });
  return { wide: WIDE, high, points, names, scale: { km, long: km * px }, nowhere };
}
