// The service points on the ground, and around the homes of each area a line: north up, one scale, no tiles from anywhere.
import type { AreaPlaces, ServicePointView } from "../../lib/ipc";
import { pointsOf } from "../boundary";
import { sketch, type Sketch } from "../sketch";
import { hull, middle, type At } from "./hull";

export type Drawn = {
  areas: { name: string; name_mn: string | null; corners: At[]; at: At }[];
  points: { point: ServicePointView; number: number; at: At }[];
} & Pick<Sketch, "bar" | "bar_m">;

/** The foot of the sheet belongs to the scale bar, and a name stands over what it names. */
const [FOOT, OVER] = [30, 12];

/** `points` in the order in which they are numbered; those of which nobody knows the place keep their number. */
export function draw(points: ServicePointView[], areas: AreaPlaces[], width: number, height: number): Drawn | null {
  const known = points.flatMap((point, n) => pointsOf([{ latitude: point.latitude ?? null, longitude: point.longitude ?? null }]).map((at) => ({ point, number: n + 1, place: at })));
  if (!known.length) return null;
  const homes = areas.map((area) => pointsOf(area.places));
  const drawn = sketch([...known.map((one) => one.place), ...homes.flat()], width, height - FOOT);
  const at = [...drawn.at];
  const placed = known.map(({ point, number }) => ({ point, number, at: at.shift() as At }));
  const outlined = areas.map(({ name, name_mn }, n) => {
    const corners = hull(at.splice(0, homes[n]?.length ?? 0));
    const over: At = [middle(corners)[0], Math.min(...corners.map(([, y]) => y)) - OVER];
    return { name, name_mn, corners, at: over };
  });
  return { points: placed, areas: outlined.filter((area) => area.corners.length), bar: drawn.bar, bar_m: drawn.bar_m };
}
