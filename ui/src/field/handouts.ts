// What is handed out, on a visit and at an event: counted by material, none of them kept at zero.
import type { IconName } from "../lib/design";
import type { HandoutLine, Material } from "../lib/ipc";

export const materialIcon: Record<Material["kind"], IconName> = {
  leaflet: "leaflet", handbook: "file", jingle: "speech", video: "scan", contact_card: "card",
};

/** The contact card goes out most often: it stands first. */
export const cardFirst = (materials: Material[]): Material[] =>
  [...materials].sort((a, b) => Number(b.kind === "contact_card") - Number(a.kind === "contact_card"));

export const handedOut = (lines: HandoutLine[], materialId: string): number =>
  lines.find((line) => line.material_id === materialId)?.count ?? 0;

export const handedOutInAll = (lines: HandoutLine[]): number => lines.reduce((sum, line) => sum + line.count, 0);

export function handOut(lines: HandoutLine[], materialId: string, count: number): HandoutLine[] {
  if (count <= 0) return lines.filter((line) => line.material_id !== materialId);
  if (!lines.some((line) => line.material_id === materialId)) return [...lines, { material_id: materialId, count }];
  return lines.map((line) => (line.material_id === materialId ? { ...line, count } : line));
}
