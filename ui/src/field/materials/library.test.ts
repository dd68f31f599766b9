import { describe, expect, it } from "vitest";
import type { Material } from "../../lib/ipc";
import { kindsOf, languages, within } from "./library";

const one = (code: string, kind: Material["kind"], title: string, language = "zh"): Material => ({ id: code, code, kind, title, title_mn: null, language, version: "1", files: [], withdrawn: false });
const library = [one("fire", "handbook", "防火手册"), one("fraud", "leaflet", "防诈传单"), one("card", "contact_card", "联系卡"), one("snow", "leaflet", "白灾传单")];
const codes = (found: Material[]) => found.map(({ code }) => code);

describe("the library", () => {
  it("stands_by_kind_and_then_by_title", () => expect(codes(within(library, "all", ""))).toEqual(["card", "snow", "fraud", "fire"]));
  it("is_sifted_by_kind_and_by_what_was_typed", () => {
    expect(codes(within(library, "leaflet", "防"))).toEqual(["fraud"]);
    expect(codes(within(library, "all", "fire"))).toEqual(["fire"]);
  });
  it("leaves_out_what_the_station_withdrew", () => {
    const withdrawn = library.map((material) => ({ ...material, withdrawn: material.code !== "snow" }));
    expect([codes(within(withdrawn, "all", "")), kindsOf(withdrawn)]).toEqual([["snow"], ["leaflet"]]);
  });
  it("offers_no_kind_of_which_there_is_nothing", () => expect(kindsOf(library)).toEqual(["contact_card", "leaflet", "handbook"]));
  it.each([["zh mn", ["zh", "mn"]], ["zh，mn", ["zh", "mn"]], ["", []]])("reads the languages of %j", (language, read) =>
    expect(languages(one("x", "leaflet", "", language))).toEqual(read));
});
