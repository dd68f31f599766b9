// How a shot is laid under the photo that was cut out of it: one pixel of either in the same place.

/** The CSS transform of a shot that is stretched over a frame of this size (px), about its upper left corner. `corners` are
 *  the frame's upper left, upper right and lower left in the shot, as shares of its width and height. */
export function lay(corners: readonly number[][], width: number, height: number): string | null {
  const [x, y, right, rightY, below, belowY] = corners.flat();
  if (x === undefined || y === undefined || right === undefined || rightY === undefined || below === undefined || belowY === undefined) return null;
  const [across, acrossY, down, downY] = [right - x, rightY - y, below - x, belowY - y];
  const area = across * downY - down * acrossY;
  if (!(Math.abs(area) > 1e-6)) return null;
  const [a, b, c, d] = [downY / area, -acrossY / area, -down / area, across / area];
  const matrix = [a, (b * height) / width, (c * width) / height, d, -width * (a * x + c * y), -height * (b * x + d * y)];
  return `matrix(${matrix.map((n) => n.toFixed(5)).join(", ")})`;
}
