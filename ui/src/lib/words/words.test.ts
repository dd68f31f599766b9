import { readFileSync, readdirSync } from "node:fs";
import { join } from "node:path";
import { mount, unmount } from "svelte";
import { afterEach, describe, expect, it } from "vitest";
import { catalogue, fill, isKey } from "./catalogue";
import { columns } from "./columns";
import { clock, daysLeft, dayWithWeekday, inChinaAt } from "./dates";
import { speech, t } from "./speech.svelte";
import Words from "./Words.svelte";

const entries = Object.entries(catalogue);
/** The desk speaks Chinese and English: its page is for the desk officer, as the station's command line is. */
const forDesk = (key: string) => key.startsWith("desk.");
const params = (text: string) => [...text.matchAll(/\{\w+\}/g)].map(String).sort();

function said(key: string, values = {}): string {
  const target = document.createElement("div");
  const app = mount(Words, { target, props: { key: key as never, params: values } });
  const text = target.textContent ?? "";
  void unmount(app);
  return text.trim();
}

afterEach(() => void (speech.language = "zh"));

describe("catalogue", () => {
  it.each(["zh", "mn", "en"] as const)("every_word_is_there_in_%s", (language) => {
    expect(entries.filter(([key, words]) => words[language].trim() === "" && !(language === "mn" && forDesk(key))).map(([key]) => key)).toEqual([]);
  });
  it("no_word_is_said_twice", () => {
    // Of two catalogues with the same key the later would take the word of the earlier.
    const folder = join(import.meta.dirname, "../../../../assets/words");
    const keys = readdirSync(folder).flatMap((file) => Object.keys(JSON.parse(readFileSync(join(folder, file), "utf8")) as object));
    expect(keys.filter((key, n) => keys.indexOf(key) !== n)).toEqual([]);
  });
  it("translations_name_the_same_params", () => {
    const missing = entries.filter(([, { zh, en, mn }]) => {
      // The Mongolian may leave out what the Chinese beside it says, but names nothing that is not there.
      return params(en).join() !== params(zh).join() || params(mn).some((param) => !zh.includes(param));
    });
    expect(missing.map(([key]) => key)).toEqual([]);
  });
  it("mongolian_is_written_in_mongolian_letters", () => {
    const foreign = entries.filter(([key, { mn }]) => !key.startsWith("look.") && !forDesk(key) && !/[\u1820-\u18aa]/.test(mn));
    expect(foreign.map(([key]) => key)).toEqual([]);
  });
  // A case ending after a plain space is drawn with the wrong first letter, and may stand alone in the next column.
  it("mongolian_case_endings_are_joined_to_their_word", () => {
    const ending = / (ᠶᠢᠨ|ᠤᠨ|ᠦᠨ|ᠤ|ᠦ|ᠢ|ᠶᠢ|ᠳᠤ|ᠳᠦ|ᠲᠤ|ᠲᠦ|ᠠᠴᠠ|ᠡᠴᠡ|ᠢᠶᠠᠷ|ᠢᠶᠡᠷ|ᠪᠠᠷ|ᠪᠡᠷ|ᠲᠠᠢ|ᠲᠡᠢ|ᠪᠠᠨ|ᠪᠡᠨ)(?![\u1820-\u18aa\u180b-\u180f])/;
    expect(entries.filter(([, { mn }]) => ending.test(mn)).map(([key]) => key)).toEqual([]);
  });
  it("every_key_of_the_interface_is_used", () => {
    const root = join(import.meta.dirname, "../..");
    const source = readdirSync(root, { recursive: true, encoding: "utf8" })
      .filter((name) => /\.(ts|svelte)$/.test(name) && !name.includes("bindings"))
      .map((name) => readFileSync(join(root, name), "utf8")).join("\n");
    const words = (name: string) => Object.keys(JSON.parse(readFileSync(join(root, "../../assets/words", name), "utf8")) as object);
    const built = [...source.matchAll(/[`"]([a-z_]+(?:\.[a-z_]+)*)\.\$\{/g)].map(([, prefix]) => prefix);
    const unused = [...words("ui.json"), ...words("desk.json")].filter((key) => !source.includes(`"${key}"`) && !source.includes(`'${key}'`) && !built.some((prefix) => key.startsWith(`${prefix}.`)));
    expect(unused).toEqual([]);
  });
  it("knows_which_keys_there_are", () => expect([isKey("nav.today"), isKey("toString")]).toEqual([true, false]));
});

describe("words", () => {
  it("unreviewed_mongolian_always_stands_with_the_chinese", () => {
    speech.language = "mn";
    expect(said("nav.find")).toContain("查找");
    expect(said("nav.find")).toMatch(/[\u1820-\u18aa]/);
  });
  it("reviewed_mongolian_stands_alone", () => {
    const words = catalogue["nav.find"];
    if (!words) throw new Error("nav.find is gone");
    words.reviewed = true;
    speech.language = "mn";
    expect(said("nav.find")).not.toContain("查找");
    delete words.reviewed;
  });
  it("chinese_and_english_are_plain", () => {
    expect(said("sync.words.unsent", { count: 3 })).toBe("3 条未发送");
    speech.language = "en";
    expect(said("sync.words.unsent", { count: 3 })).toBe("3 not sent");
    expect(t("nav.find")).toBe("Find");
  });
  it("a_param_that_is_missing_stays_visible", () => expect(fill("{a} {b}", { a: 1 })).toBe("1 {b}"));
});

describe("columns", () => {
  it.each([
    ["short words share a column", "aa bb", 6, ["aa bb"]],
    ["columns come out about equal", "aaaa bbbb cccc dddd", 10, ["aaaa bbbb", "cccc dddd"]],
    ["a longer word keeps its own column whole", "aaaaaaaaaaaa b", 5, ["aaaaaaaaaaaa", "b"]],
    ["a number stays with what it counts", "aaa 22 bbb", 6, ["aaa", "22\u00a0bbb"]],
    ["nothing is nothing", "", 5, []],
  ])("%s", (_, text, longest, made) => expect(columns(text, longest)).toEqual(made));
  it("loses_no_letter_of_any_word", () => {
    for (const [, { mn }] of entries)
      for (const longest of [4, 10, 26]) expect(columns(mn, longest).join(" ").replaceAll("\u00a0", " ")).toBe(mn.replace(/[ \n\u00a0]+/g, " ").trim());
  });
});

describe("dates", () => {
  it("names_the_day_as_the_calendar_on_the_wall", () => {
    expect(dayWithWeekday("2026-11-23")).toEqual({ key: "date.on.mon", params: { month: 11, day: 23 } });
  });
  it("tells_instants_in_the_tablets_own_time", () => expect(clock("2026-11-23T10:02:00Z")).toBe("18:02"));
  it.each([[3, "date.left"], [0, "date.due_today"], [-2, "date.overdue"]])("%i days left", (days, key) => expect(daysLeft(days).key).toBe(key));
});

describe("a time on the wall", () => {
  it.each([
    ["in China, whatever the tablet thinks", "2026-11-23", "18:02", "2026-11-23T10:02:00.000Z"],
    ["with one figure for the hour and a Chinese colon", "2026-11-23", " 8：05 ", "2026-11-23T00:05:00.000Z"],
    ["half typed", "2026-11-23", "18:", null],
    ["no such hour", "2026-11-23", "24:00", null],
    ["no such day", "2026-13-23", "10:00", null],
    ["no day", "", "10:00", null],
  ])("%s", (_, on, time, at) => expect(inChinaAt(on, time)).toBe(at));
});
