import { describe, expect, it } from "vitest";
import type { Phrase } from "../../lib/ipc";
import { columns, length } from "../../lib/words/columns";
import { columnLength, fit } from "./fit";
import { Phrasebook, swiped } from "./phrasebook.svelte";

const phrase = (code: string, topic: string, zh: string, mn = ""): Phrase => ({ code, topic, zh, mn, sounds: "", recording: null });
const book = async () => {
  const phrases = [phrase("1", "问候", "你好", "ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ"), phrase("2", "证件", "身份证"), phrase("3", "问候", "再见"), phrase("4", "", "谢谢")];
  const made = new Phrasebook({ phrases: async () => phrases });
  await made.all.load();
  return made;
};
const codes = (phrases: Phrase[]) => phrases.map(({ code }) => code);

describe("phrasebook", () => {
  it("stands_by_topic_in_the_order_of_the_station", async () => {
    const { topics, found } = await book();
    expect([topics, codes(found)]).toEqual([["问候", "证件", ""], ["1", "3", "2", "4"]]);
  });
  it("is_sifted_in_both_languages_and_by_topic", async () => {
    const made = await book();
    made.asked = "ᠪᠠᠶᠢᠨᠠ";
    expect(codes(made.found)).toEqual(["1"]);
    [made.asked, made.topic] = ["", "证件"];
    expect(codes(made.found)).toEqual(["2"]);
    made.topic = "";
    expect(codes(made.found)).toEqual(["4"]);
  });
  it("goes_on_and_back_within_what_was_sifted_and_stops_at_its_ends", async () => {
    const made = await book();
    made.topic = "问候";
    made.show("1");
    made.go(-1);
    expect([made.shown?.phrase.code, made.shown?.n, made.shown?.all]).toEqual(["1", 1, 2]);
    made.go(1);
    made.go(1);
    expect(made.shown?.phrase.code).toBe("3");
    made.close();
    expect(made.shown).toBeNull();
  });
  it("stays_at_its_phrase_when_a_sync_brings_others", async () => {
    const phrases = [phrase("2", "问候", "再见")];
    const made = new Phrasebook({ phrases: async () => [...phrases] });
    await made.all.load();
    made.show("2");
    phrases.unshift(phrase("1", "问候", "你好"));
    await made.all.load();
    expect([made.shown?.phrase.zh, made.shown?.n]).toEqual(["再见", 2]);
  });
  it("shows_nothing_for_a_code_that_is_gone", async () => {
    const made = await book();
    made.show("9");
    expect(made.shown).toBeNull();
  });
});

describe("swiping", () => {
  it.each([
    ["to the left goes on", -120, 10, 1], ["to the right goes back", 120, -10, -1],
    ["a tap goes nowhere", 4, 2, null], ["nor does a stroke downwards", 70, 200, null],
  ])("%s", (_, dx, dy, step) => expect(swiped(dx, dy)).toBe(step));
});

describe("a phrase on the whole screen", () => {
  const long = "ᠲᠠᠨᠢᠬᠤ ᠦᠭᠡᠢ ᠬᠦᠮᠦᠨ ᠳᠦ ᠮᠥᠩᠭᠦ ᠪᠢᠲᠡᠭᠡᠢ ᠰᠢᠯᠵᠢᠭᠦᠯᠦᠭᠡᠷᠡᠢ";
  it("takes_more_columns_the_longer_it_is_and_never_more_than_the_screen", () => {
    for (const [width, height] of [[1280, 600], [800, 900]] as const) {
      const { longest, size_px } = fit(long, width, height);
      const made = columns(long, longest);
      expect(made.length).toBeGreaterThan(1);
      expect(made.length * 1.5 * size_px).toBeLessThanOrEqual(width + 1);
      expect(columnLength(Math.max(...made.map(length))) * size_px).toBeLessThanOrEqual(height + 1);
    }
  });
  it("leaves_a_short_one_in_one_column_of_the_largest_size", () => expect(fit("ᠰᠠᠶᠢᠨ", 1280, 700).size_px).toBe(150));
  it("is_of_no_size_where_there_is_no_room_yet", () => expect(fit(long, 0, 0).size_px).toBe(0));
});
