// The line around places: what an area looks like where nobody drew its border. Andrew's monotone chain.
export type At = [x: number, y: number];

const turn = (a: At, b: At, c: At): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function half(points: At[]): At[] {
  const line: At[] = [];
  for (const point of points) {
    while (line.length >= 2 && turn(line.at(-2) ?? point, line.at(-1) ?? point, point) <= 0) line.pop();
    line.push(point);
  }
  return line.slice(0, -1);
}

/** The corners, in order; of one or two places those themselves. */
export function hull(points: At[]): At[] {
  const sorted = [...points].sort((a, b) => a[0] - b[0] || a[1] - b[1]).filter((one, n, all) => n === 0 || one[0] !== all[n - 1]?.[0] || one[1] !== all[n - 1]?.[1]);
  if (sorted.length < 3) return sorted;
  return [...half(sorted), ...half([...sorted].reverse())];
}

export const middle = (points: At[]): At => [
  points.reduce((sum, [x]) => sum + x, 0) / Math.max(1, points.length), points.reduce((sum, [, y]) => sum + y, 0) / Math.max(1, points.length),
];
