import type { Area } from "../../lib/ipc";

/** Each area after the one it belongs to, by code; one whose parent is not on this tablet stands at the top. */
export function inOrder(areas: Area[]): { area: Area; depth: number }[] {
  const here = new Set(areas.map((area) => area.id));
  const below = (parent: string | null, depth: number): { area: Area; depth: number }[] =>
    areas
      .filter((area) => (area.parent !== null && here.has(area.parent) ? area.parent : null) === parent)
      .sort((a, b) => (a.code < b.code ? -1 : a.code > b.code ? 1 : 0))
      .flatMap((area) => [{ area, depth }, ...below(area.id, depth + 1)]);
  return below(null, 0);
}
