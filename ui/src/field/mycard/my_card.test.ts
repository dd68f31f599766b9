import { describe, expect, it } from "vitest";
import type { CardPage } from "../../lib/ipc";
import { svgUrl } from "../svg_url";
import { MyCard } from "./my_card.svelte";

describe("my card", () => {
  it("tells_the_path_of_an_export_and_forgets_it_when_the_next_one_fails", async () => {
    let full = false;
    const mine = new MyCard({
      myCard: async () => Promise.reject({ code: "locked", params: {} }),
      printCard: async () => null,
      exportCard: async (what) => (full ? Promise.reject({ code: "disk_full", params: {} }) : `/out/${what}`),
    });
    await mine.export("sheet_pdf");
    expect(mine.exported).toEqual({ what: "sheet_pdf", path: "/out/sheet_pdf" });
    full = true;
    await mine.export("card_png");
    expect([mine.exported, mine.exporting.problem?.code]).toEqual([null, "disk_full"]);
  });
  it("makes_both_sides_of_what_has_two", async () => {
    const made: [string, boolean][] = [];
    const mine = new MyCard({
      myCard: async () => Promise.reject({ code: "locked", params: {} }),
      printCard: async () => null,
      exportCard: async (what, twoSided) => (made.push([what, twoSided]), "/out/card"),
    });
    await mine.export("sheet_pdf");
    mine.twoSided = true;
    for (const what of ["card_pdf", "sheet_pdf", "card_png", "roll58"] as const) await mine.export(what);
    expect(made).toEqual([["sheet_pdf", false], ["card_pdf", true], ["sheet_pdf", true], ["card_png", false], ["roll58", false]]);
  });
  it("prints_a_card_with_a_rare_character_only_when_the_officer_says_so_and_with_the_mark", async () => {
    const rare = { code: "missing_glyph", field: "name", params: {} };
    const page: CardPage = { name: "", badge: "", station: "", duty_phone: "", svg: "<svg/>", faults: [], missing: [], back_svg: "", back_faults: [], back_missing: [rare], photo_missing: false };
    const made: boolean[] = [];
    const mine = new MyCard({
      myCard: async () => page,
      printCard: async (mark) => (made.push(mark), null),
      exportCard: async (_, __, mark) => (made.push(mark), "/out/card"),
    });
    expect(mine.isReady("card_pdf")).toBe(false);
    await mine.card.load();
    expect([mine.isReady("card_pdf"), mine.missing]).toEqual([true, []]);
    mine.twoSided = true;
    expect([mine.isReady("card_pdf"), mine.isReady("roll58"), mine.missing]).toEqual([false, true, [rare]]);
    mine.markMissing = true;
    expect(mine.isReady("card_pdf")).toBe(true);
    await mine.export("card_pdf");
    await mine.print();
    expect(made).toEqual([true, true]);
  });
  it("carries_the_drawing_unharmed", () => {
    const svg = `<svg fill="%23"><text>苏和 & #1</text></svg>`;
    expect(decodeURIComponent(svgUrl(svg).split(",").slice(1).join(","))).toBe(svg);
  });
});
