import { describe, expect, it } from "vitest";
import type { PersonRecord } from "../../lib/ipc";
import { before, byDay, texts, valueOf } from "./record";

const record: PersonRecord = { id: "m2", name: "", household_id: "h1", household_code: "0101-017", fields: [], entries: [], looks: [] };
const at = (time: string) => `2026-11-${time}:00+08:00`;

describe("a field", () => {
  it.each([
    ["phone", "000 1357", "000 1357"],
    ["relation", "spouse", { key: "relation.spouse" }],
    ["language", "mn", { key: "language.mn" }],
    ["household", "h1", "0101-017"],
    ["household", "h9", null],
    ["died_on", "", null],
    ["name", "head", "head"],
  ])("%s %s", (field, value, shown) => expect(valueOf(field, value, record)).toEqual(shown));
  it("what_stands_there_now_is_not_said_again_and_what_came_back_is", () => {
    const written = [{ at: at("20T10:00"), value: "a" }, { at: at("10T10:00"), value: "b" }, { at: at("01T10:00"), value: "a" }];
    expect(before({ field: "phone", value: "a", written }).map((one) => one.value)).toEqual(["b", "a"]);
  });
  it("another_household_is_not_named", () =>
    expect(before({ field: "household", value: "h1", written: [{ at: at("01T10:00"), value: "h9" }] })).toEqual([]));
});

describe("what was typed", () => {
  it("is_found_wherever_it_stands_and_codes_are_not", () =>
    expect(texts({ kind: "agreement", body: { dispute: "0196b1c2-0000-7000-8000-000000000000", parties: [{ person: null, name: "朝鲁" }], facts: " 羊 ", terms: [{ text: "赔", until: "2026-12-01" }], follow_up_on: null } }))
      .toEqual(["朝鲁", "羊", "赔", "2026-12-01"]));
  it("leaves_out_the_names_of_kinds_and_pictures", () =>
    expect(texts({ kind: "portrait", body: { application: "a".repeat(32), picture: "0f".repeat(32), size_bytes: 1, profile: "ga", profile_version: 1 } })).toEqual([]));
});

describe("looks", () => {
  it("are_counted_by_officer_and_day_in_china", () => {
    const looks = [
      { at: at("20T16:00"), officer_name: "苏和" }, { at: at("20T00:30"), officer_name: "苏和" },
      { at: at("20T09:00"), officer_name: "白云" }, { at: at("18T23:59"), officer_name: "苏和" },
    ];
    expect(byDay(looks)).toEqual([
      { on: "2026-11-20", officer_name: "苏和", times: 2 }, { on: "2026-11-20", officer_name: "白云", times: 1 }, { on: "2026-11-18", officer_name: "苏和", times: 1 },
    ]);
  });
});
