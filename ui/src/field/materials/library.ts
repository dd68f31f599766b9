// The library as it is looked through: by kind, by what was typed, by title.
import type { Material, MaterialKind } from "../../lib/ipc";
import { sifted } from "../sift";

export const KINDS: MaterialKind[] = ["contact_card", "leaflet", "handbook", "jingle", "video"];

/** The kinds of which there is something; a filter that finds nothing is not offered. */
export const kindsOf = (library: Material[]): MaterialKind[] => KINDS.filter((kind) => library.some((one) => one.kind === kind && !one.withdrawn));

export const within = (library: Material[], kind: MaterialKind | "all", asked: string): Material[] =>
  library
    .filter((one) => !one.withdrawn && (kind === "all" || one.kind === kind) && sifted(asked, one.title, one.title_mn, one.code))
    .sort((a, b) => KINDS.indexOf(a.kind) - KINDS.indexOf(b.kind) || a.title.localeCompare(b.title, "zh"));

/** `zh mn` or `zh, mn`: the station types it. */
export const languages = (material: Material): string[] => material.language.split(/[\s,，、/]+/).filter((one) => one !== "");
