import { afterEach, describe, expect, it, vi } from "vitest";
import { places } from "./numbers/places";
import { Trail } from "./audit/trail.svelte";
import { Keeping } from "./keeping/keeping.svelte";
import { Look } from "./look.svelte";
import { firstTry } from "./documents/documents.svelte";
import { MatterList } from "./matters/matters.svelte";
import { bars, Numbers, told } from "./numbers/numbers.svelte";
import { Queue } from "./portraits/queue.svelte";
import { lay } from "./portraits/lay";
import { Recheck } from "./portraits/recheck.svelte";
import { PersonRecord } from "./record/record.svelte";
import { Finder } from "./register/finder.svelte";
import { Merge } from "./register/merge.svelte";
import { NewRow } from "./register/new_row.svelte";
import { RowPage } from "./register/row_page.svelte";
import { Sheets } from "./register/sheets.svelte";
import { homeOf, shownTo } from "./rights";
import { address, placeOf } from "./router.svelte";
import { ShelfRows } from "./shelf.svelte";
import { Tablets } from "./tablets/tablets.svelte";
import type { AreaView, AuditEntry, BackupPlan, ErasureView, FieldView, MatterLine, NumbersLine, NumbersView, PortraitView, RehearsalView, SheetView } from "./types";

const refuses = (code: string, params = {}) => async () => Promise.reject({ code, params });
afterEach(() => void vi.useRealTimers());

describe("merge", () => {
  const field = (name: string, stays: string, goes: string) => ({ name, shape: "line" as const, stays, goes });
  const side = (id: string) => ({ id, title: id, recorded: {} });
  const view = { stays: side("one"), goes: side("two"), fields: [field("name", "甲", "乙"), field("phone", "", "000"), field("relation", "head", "head")], seen: "s" };
  const hits = [{ kind: "person", id: "one" }, { kind: "person", id: "two" }, { kind: "household", id: "home" }];
  const doors = { search: async () => ({ hits, more: false }) as never, areas: async () => [], mergeView: async () => view };

  it("what_stands_nowhere_else_is_taken_over_and_the_rest_as_it_is_chosen", async () => {
    const asked = vi.fn(async () => {});
    const merge = new Merge({ ...doors, merge: asked }, "person", "one");
    merge.finder.query = "甲";
    await merge.finder.search();
    expect(merge.hits.map((hit) => hit.id)).toEqual(["two"]);
    await merge.look("two");
    expect(merge.differing.map((one) => one.name)).toEqual(["name", "phone"]);
    expect(merge.take).toEqual({ name: false, phone: true });
    merge.take["name"] = true;
    expect(await merge.merge()).toBe(true);
    expect(asked).toHaveBeenCalledWith("one", { goes: "two", take: ["name", "phone"], seen: "s" });
  });
  it("what_was_corrected_meanwhile_is_looked_at_again", async () => {
    const looked = vi.fn(async () => view);
    const merge = new Merge({ ...doors, mergeView: looked, merge: refuses("corrected_meanwhile") }, "person", "one");
    await merge.look("two");
    expect([await merge.merge(), merge.saving.problem?.code, looked.mock.calls.length]).toEqual([false, "corrected_meanwhile", 2]);
  });
});

describe("places", () => {
  const id = "0190c8f0-0000-7000-8000-000000000001";
  it("an_address_leads_to_its_place_and_nonsense_to_none", () => {
    expect(placeOf(address({ at: "person", id }))).toEqual({ at: "person", id });
    expect(placeOf("#/audit")).toEqual({ at: "audit" });
    expect([placeOf("#/person/../x"), placeOf("#/person"), placeOf("")]).toEqual([null, null, null]);
  });
  it("every_place_that_is_offered_has_an_address", () => {
    for (const role of ["admin", "desk", "chief", "auditor"] as const) {
      for (const at of shownTo(role)) expect(placeOf(`#/${at}`)).toEqual({ at });
    }
  });
  it("a_role_begins_at_the_first_place_that_it_is_shown", () => {
    expect([homeOf("desk"), homeOf("auditor")]).toEqual([{ at: "today" }, { at: "audit" }]);
    expect(shownTo("auditor")).not.toContain("register");
  });
});

describe("look", () => {
  it("is_kept_by_the_browser_and_nonsense_counts_as_nothing", () => {
    const kept = new Map([["beibao-desk-look", "xx dark"]]);
    const storage = { getItem: (key: string) => kept.get(key) ?? null, setItem: (key: string, value: string) => void kept.set(key, value) };
    const look = new Look(storage);
    expect(look.now).toEqual({ language: "zh", theme: "dark" });
    look.language("en");
    expect(new Look(storage).now).toEqual({ language: "en", theme: "dark" });
    look.language("zh");
  });
});

describe("tablets", () => {
  const area = (id: string, parent: string | null): AreaView => ({ id, parent, code: id, name: id, households: 0 });
  const areas = [area("farm", null), area("gacha", "farm"), area("other", null)];
  const officer = { badge: "000101", name: "孟和巴图", id: "o", areas: ["gacha"], seen: "s1" };
  it("areas_are_given_against_what_was_seen_and_what_lies_within_a_given_one_comes_with_it", async () => {
    const given: unknown[] = [];
    const door = { tablets: async () => [], officers: async () => [officer], revoke: async () => {}, orderWipe: async () => {}, areas: async () => areas, enrolmentCode: refuses("internal") };
    const tablets = new Tablets({ ...door, giveAreas: async (...ask) => void given.push(ask) }, "10.0.0.5", 8443);
    await tablets.change("000101");
    expect(tablets.within(areas[1]!)).toBe(false);
    tablets.chosen = ["farm"];
    expect(areas.map((one) => tablets.within(one))).toEqual([false, true, false]);
    await tablets.give();
    expect([given, tablets.changing]).toEqual([[["o", { areas: ["farm"], seen: "s1" }]], null]);
    const refused = new Tablets({ ...door, giveAreas: refuses("not_found") }, "10.0.0.5", 8443);
    await refused.change("000101");
    expect([await refused.give(), refused.changing?.id]).toEqual([false, "o"]);
  });
  it("a_code_is_asked_for_the_address_of_this_page_at_the_tablets_port", async () => {
    const asked: unknown[] = [];
    const tablets = new Tablets({
      tablets: async () => [], officers: async () => [officer], revoke: async () => {}, orderWipe: async () => {}, areas: async () => areas, giveAreas: async () => {},
      enrolmentCode: async (ask) => (asked.push(ask), { text: "c", qr_svg: "", officer: "", expires_at: "" }),
    }, "10.0.0.5", 8443);
    await tablets.load();
    await tablets.make();
    expect(asked).toEqual([{ badge: "000101", url: "https://10.0.0.5:8443", all_areas: false }]);
    expect(tablets.code?.text).toBe("c");
    await tablets.close();
    expect(tablets.code).toBeNull();
  });
});

describe("register", () => {
  const field = (value: string, seen: string): FieldView => ({ name: "phone", value, shape: "line", choices: [], seen, others: [] });
  it("asks_once_after_the_last_key", async () => {
    vi.useFakeTimers();
    const asked: string[] = [];
    const finder = new Finder({ areas: async () => [], search: async (q) => (asked.push(q), { hits: [], more: false }) });
    for (const query of ["b", "ba", "bat"]) {
      finder.query = query;
      finder.typed();
    }
    await vi.advanceTimersByTimeAsync(200);
    expect(asked).toEqual(["bat"]);
  });
  it("saves_against_the_version_that_was_seen_not_one_that_came_since", async () => {
    const edits: unknown[] = [];
    let now = field("00044440417", "s1");
    const api = { edit: async (ask: unknown) => void edits.push(ask), history: async () => [] };
    const row = new RowPage(api, "household", "h", async () => ({ fields: [now] }));
    await row.page.load();
    row.edit(row.page.value!.fields[0]!);
    now = field("00099990000", "s2");
    await row.page.load();
    row.editing!.value = " 00011110001";
    await row.save();
    expect(edits).toEqual([{ register: "household", row: "h", field: "phone", value: "00011110001", seen: "s1" }]);
    expect(row.editing).toBeNull();
  });
  it("what_was_typed_stays_when_the_session_is_over_or_the_value_is_refused", async () => {
    for (const [code, params, fault] of [["signed_out", {}, null], ["invalid_fields", { phone: "too_long" }, "too_long"]] as const) {
      const row = new RowPage({ edit: refuses(code, params), history: async () => [] }, "household", "h", async () => ({ fields: [field("", "")] }));
      row.edit(field("", "s1"));
      row.editing!.value = "000";
      await row.save();
      expect([row.editing?.value, row.fault]).toEqual(["000", fault]);
    }
  });
});

describe("sheets", () => {
  const view = (seen: string, changed = 1): SheetView => ({ register: "person", added: 0, changed, unchanged: 0, refused: [], remarks: [], cells: [], cells_in_all: changed, seen });
  const file = new File(["household,name"], "people.csv");
  it("are_taken_in_as_they_were_seen_and_shown_anew_when_somebody_came_between", async () => {
    const taken: unknown[] = [];
    let seen = 1;
    const between = refuses("corrected_meanwhile");
    const sheets = new Sheets({ trySheet: async () => view(`s${seen}`), takeSheet: async (_, mark) => (taken.push(mark), mark === "s1" ? (await between()) as never : view(mark)) });
    await sheets.choose(file);
    seen = 2;
    expect([await sheets.take(), sheets.trial?.seen, sheets.file?.name]).toEqual([false, "s2", "people.csv"]);
    expect([await sheets.take(), sheets.trial, sheets.taken?.seen, taken]).toEqual([true, null, "s2", ["s1", "s2"]]);
  });
  it("that_change_nothing_are_not_taken_in", async () => {
    const sheets = new Sheets({ trySheet: async () => view("s", 0), takeSheet: refuses("internal") });
    await sheets.choose(file);
    expect(sheets.ready).toBe(false);
  });
});

describe("new rows", () => {
  it("keep_what_was_typed_and_name_every_fault", async () => {
    const row = new NewRow({ addRow: refuses("invalid_fields", { code: "double", area: "unknown" }) }, "household");
    row.typed["code"] = "01-0001";
    expect([await row.add(), row.fault("code"), row.fault("area"), row.fault("phone"), row.typed["code"]]).toEqual([null, "double", "unknown", null, "01-0001"]);
  });
});

describe("records", () => {
  const erasure = (seen: string, obstacles: ErasureView["obstacles"] = []): ErasureView => ({ name: "n", obstacles, erased: {}, pictures: 0, tablets: 0, visits_left: 0, seen });
  it("are_erased_against_what_was_seen_by_whoever_is_sure_and_shown_anew_when_more_came", async () => {
    const asked: string[] = [];
    let seen = 1;
    const between = refuses("corrected_meanwhile");
    const record = new PersonRecord({
      record: refuses("internal"), erasure: async () => erasure(`s${seen}`),
      erase: async (_, mark) => (asked.push(mark), mark === "s1" ? (await between()) as never : new Blob(["%PDF-"])),
    }, "p");
    await record.ask();
    expect(await record.erase()).toBe(false);
    record.sure = true;
    seen = 2;
    expect([await record.erase(), record.sure, record.erasure.value?.seen, record.asked]).toEqual([false, false, "s2", true]);
    record.sure = true;
    expect([await record.erase(), record.certificate?.size, asked, record.asked]).toEqual([true, 5, ["s1", "s2"], false]);
  });
  it("are_not_erased_while_something_stands_against_it", async () => {
    const open = [{ id: "m", kind: "dispute", state: "open", at: "", due_on: null }];
    const record = new PersonRecord({ record: refuses("internal"), erasure: async () => erasure("s", open), erase: refuses("internal") }, "p");
    await record.ask();
    record.sure = true;
    expect([record.ready, record.erasing.problem]).toEqual([false, null]);
  });
});

describe("keeping", () => {
  it("sends_the_plan_as_numbers_names_the_wrong_field_and_shows_what_a_rehearsal_found", async () => {
    const plans: BackupPlan[] = [];
    const found = { name: "b", whole: true } as RehearsalView;
    const keeping = new Keeping({
      retention: async () => ({ endings: [], periods: [], looked_on: null, recovery_seen_at: null }), setPeriod: async () => {}, recovery: async () => ({ station: "", groups: [] }), backupPlan: async () => plans[0] ?? null, endBackups: async () => {},
      planBackups: async (plan) => (plan.keep ? void plans.push(plan) : refuses("invalid_fields", { keep: "out_of_range" })()), backups: async () => [],
      backUp: async () => {}, rehearse: async () => found,
    });
    await keeping.load(true);
    keeping.typed = { folder: " /mnt/a ", keep: "x", hour: "3", withKey: false };
    expect([await keeping.plan(), keeping.fault("keep"), keeping.fault("folder")]).toEqual([false, true, false]);
    keeping.typed.keep = "5";
    expect([await keeping.plan(), plans]).toEqual([true, [{ folder: "/mnt/a", keep: 5, hour: 3, with_key: false }]]);
    await keeping.rehearse();
    expect(keeping.found).toBe(found);
  });
});

describe("portraits", () => {
  const portrait = (id: string) => ({ id, state: "complete", original: "here" }) as PortraitView;
  it("pages_follow_one_another_and_the_chosen_one_stays_within_them", async () => {
    const asked: unknown[] = [];
    const pages = [{ portraits: [portrait("a"), portrait("b")], next: "n" }, { portraits: [portrait("c")], next: null }];
    const queue = new Queue({ portraits: async (...given) => (asked.push(given), pages.shift()!), judge: async () => {} });
    await queue.load();
    queue.move(9);
    expect(queue.current?.id).toBe("b");
    await queue.portraits.loadMore();
    expect([asked, queue.portraits.items?.map(({ id }) => id), queue.current?.id, queue.portraits.more]).toEqual([[[false, null], [false, "n"]], ["a", "b", "c"], "b", false]);
  });
  it("a_decision_names_what_was_seen_and_the_next_one_moves_up", async () => {
    let waiting = ["a", "b"];
    const judged: unknown[] = [];
    const queue = new Queue({
      portraits: async () => ({ portraits: waiting.map(portrait), next: null }),
      judge: async (id, judgement) => ((waiting = waiting.filter((one) => one !== id)), void judged.push([id, judgement])),
    });
    await queue.load();
    expect(await queue.accept()).toBe(true);
    expect([queue.current?.id, judged]).toEqual(["b", [["a", { seen: "complete", accepted: true, reason: "" }]]]);
  });
  it("who_comes_second_is_told_and_sees_the_queue_anew_and_a_reason_that_was_refused_stays", async () => {
    let asked = 0;
    const portraits = async () => ((asked += 1), { portraits: [portrait("a")], next: null });
    const second = new Queue({ portraits, judge: refuses("out_of_order") });
    await second.load();
    expect([await second.accept(), second.judging.problem?.code, asked]).toEqual([false, "out_of_order", 2]);
    const refused = new Queue({ portraits, judge: refuses("station_unreachable") });
    await refused.load();
    refused.reason = "x";
    await refused.sendBack();
    expect(refused.reason).toBe("x");
  });
  it("an_original_is_asked_for_anew_with_each_portrait_and_lies_under_the_photo_point_for_point", async () => {
    const queue = new Queue({ portraits: async () => ({ portraits: [portrait("a"), portrait("b"), { ...portrait("c"), original: "coming" }], next: null }), judge: async () => {} });
    await queue.load();
    queue.show("framed");
    expect(queue.shown).toBe("framed");
    queue.move(1);
    expect(queue.shown).toBe("finished");
    queue.move(1);
    queue.show("framed");
    expect(queue.shown).toBe("finished");
    // The middle half of the width, turned by nothing: twice as wide, and moved to the left by half the frame.
    expect(lay([[0.25, 0.1], [0.75, 0.1], [0.25, 0.9]], 358, 441)).toBe("matrix(2.00000, 0.00000, 0.00000, 1.25000, -179.00000, -55.12500)");
    // A head that was tilted by a right angle: the shot's left edge is the photo's lower one.
    expect(lay([[0, 1], [0, 0], [1, 1]], 100, 200)).toBe("matrix(0.00000, 2.00000, -0.50000, 0.00000, 100.00000, 0.00000)");
    expect([lay([[0, 0], [0, 0], [1, 1]], 358, 441), lay([], 358, 441)]).toEqual([null, null]);
  });
  it("each_check_stands_once_with_what_the_tablet_said_and_what_the_station_finds", async () => {
    const check = (name: string, verdict: string) => ({ name, verdict, measured: 1, min: null, max: 1, unit: "count" });
    const found = { id: "a", profile: "ga461 2", checks: [check("geometry", "fail"), check("file", "pass")], differing: ["geometry"] };
    const recheck = new Recheck({ recheck: async () => found });
    const told = [check("sharpness", "pass"), check("geometry", "pass")];
    const seen = () => recheck.lines(told).map((line) => [line.name, line.told?.verdict, line.found?.verdict, line.differs]);
    expect(seen()).toEqual([["sharpness", "pass", undefined, false], ["geometry", "pass", undefined, false]]);
    await recheck.load("a");
    expect(seen()).toEqual([["sharpness", "pass", undefined, false], ["geometry", "pass", "fail", true], ["file", undefined, "pass", false]]);
  });
});

describe("numbers", () => {
  const line = (name: string, figures: Record<string, number>): NumbersLine =>
    ({ name, area: null, officer: null, figures, households: 0, people: 0, response_hours: null });
  const view = (lines: NumbersLine[]): NumbersView =>
    ({ groups: [{ name: "visits", figures: ["visits", "services"] }], lines, total: line("", { visits: 3 }) });
  const door = { numbers: async () => view([]), behind: async () => ({ entries: [], more: false }), unvisited: async () => [] };
  it("tells_only_the_figures_of_which_there_are_any", () => {
    expect([told(view([]), "visits"), told(view([]), "talks")]).toEqual([["visits"], []]);
    expect(bars([line("2026-11", { visits: 2 }), line("2026-12", {})], "visits")).toEqual([{ name: "2026-11", value: 2 }, { name: "2026-12", value: 0 }]);
  });
  it("begins_with_the_year_so_far_and_does_not_ask_for_nonsense", async () => {
    const asked: unknown[] = [];
    const numbers = new Numbers({ ...door, numbers: async (days) => (asked.push(days), view([])) }, "2026-11-23");
    await numbers.load();
    numbers.from = "last year";
    await numbers.load();
    expect(asked).toEqual([{ from: "2026-01-01", to: "2026-11-23", by: "month", area: "" }]);
  });
  it("looks_behind_the_line_that_is_shown_not_the_one_that_was_chosen_since", async () => {
    const asked: unknown[] = [];
    const numbers = new Numbers({ ...door, behind: async (what) => (asked.push(what), { entries: [], more: false }) }, "2026-11-23");
    await numbers.load();
    numbers.by = "officer";
    await numbers.look("visits", line("2026-11", { visits: 2 }));
    expect(asked).toEqual([expect.objectContaining({ figure: "visits", month: "2026-11", officer: null })]);
  });
  it("officers_stand_by_name_with_what_was_right_at_once", () => {
    const rates = firstTry([line("孟和", { portraits_judged: 4, portraits_first_try: 1 }), line("巴图", { portraits_judged: 1, portraits_first_try: 1 }), line("王芳", {})]);
    expect(rates.map((rate) => [rate.officer, rate.percent])).toEqual([["巴图", 100], ["孟和", 25]]);
  });
});

describe("matters", () => {
  const one = (id: string) => ({ id, state: "open" }) as MatterLine;
  it("an_answer_that_was_overtaken_is_dropped_and_one_measure_answers_all_that_were_chosen", async () => {
    const asked: unknown[] = [];
    const waiting: ((page: { matters: MatterLine[]; next: null }) => void)[] = [];
    const list = new MatterList({
      matters: (filter) => (asked.push(filter["kind"]), new Promise((answer) => waiting.push(answer))),
      measure: async (ask) => void asked.push(ask),
    });
    const first = list.load();
    list.show("suggestion");
    waiting[1]?.({ matters: [one("b")], next: null });
    waiting[0]?.({ matters: [one("a")], next: null });
    await first;
    await vi.waitFor(() => expect(list.matters.items?.map(({ id }) => id)).toEqual(["b"]));
    list.choose("b");
    list.measure = " x ";
    const said = list.say();
    await vi.waitFor(() => expect(waiting.length).toBe(3));
    waiting[2]?.({ matters: [], next: null });
    expect([await said, list.chosen.size, asked[2]]).toEqual([true, 0, { suggestions: ["b"], text: "x" }]);
  });
});

describe("shelf", () => {
  const field = (name: string, value: string): FieldView => ({ name, value, shape: "line", choices: [], seen: "[1]", others: [] });
  const row = { id: "r", code: "P1", fields: [field("zh", "您好"), field("sounds", "")], files: [] };
  it("saves_what_was_changed_and_keeps_the_sheet_open_when_it_is_refused", async () => {
    const edits: unknown[] = [];
    const edit = async (ask: { field: string; value: string }) => void edits.push([ask.field, ask.value]);
    const none = async () => {};
    const door = { shelf: async () => ({ rows: [row], blank: [field("zh", "")] }), addRow: async () => ({ id: "n" }), enclose: none, withdrawFile: none };
    const rows = new ShelfRows({ ...door, edit }, "phrase");
    rows.edit(row);
    expect(rows.changed).toBe(false);
    if (rows.editing) rows.editing.values["sounds"] = " sain uu ";
    expect([await rows.save(), edits]).toEqual([true, [["sounds", "sain uu"]]]);
    const refused = new ShelfRows({ ...door, edit: refuses("invalid_fields", { zh: "required" }) }, "phrase");
    refused.edit(row);
    if (refused.editing) refused.editing.values["zh"] = "";
    expect([await refused.save(), refused.fault("zh"), refused.editing?.values["zh"]]).toEqual([false, "required", ""]);
  });
  it("adds_a_row_with_the_fields_that_the_station_names_and_the_first_of_each_choice", async () => {
    const added: unknown[] = [];
    const kind = { ...field("kind", ""), choices: ["leaflet", "handbook"] };
    const shelf = async () => ({ rows: [], blank: [field("title", ""), kind] });
    const none = async () => {};
    const rows = new ShelfRows({ shelf, edit: none, addRow: async (row) => (added.push(row), { id: "n" }), enclose: none, withdrawFile: none }, "material");
    await rows.view.load();
    rows.add();
    expect(rows.changed).toBe(false);
    if (rows.editing) rows.editing.values["title"] = " 防诈手册 ";
    expect([rows.changed, await rows.save(), rows.editing]).toEqual([true, true, null]);
    expect(added).toEqual([{ register: "material", fields: { title: "防诈手册", kind: "leaflet" } }]);
  });
});

describe("trail", () => {
  it("goes_on_where_the_page_before_ended_and_begins_anew_with_a_filter", async () => {
    const asked: unknown[] = [];
    const entry = { number: 7, row: "r", title: "阿拉坦苏和" } as AuditEntry;
    const trail = new Trail({ audit: async (filter) => (asked.push(filter), { entries: [entry], next: asked.length === 1 ? 7 : null }) });
    await trail.entries.load();
    await trail.entries.loadMore();
    expect([trail.entries.items?.length, trail.entries.more]).toEqual([2, false]);
    await trail.only(entry);
    expect([trail.entries.items?.length, asked]).toEqual([1, [
      { deed: "", row: undefined, before: null }, { deed: "", row: undefined, before: 7 }, { deed: "", row: "r", before: null },
    ]]);
  });
});

describe("places", () => {
  const home = (code: string, latitude: number | null, longitude: number | null) => ({ household_id: code, code, head: "", area: "呼和嘎查", last_on: null, latitude, longitude });
  it("households_lie_north_up_at_one_scale_both_ways_and_those_without_a_position_are_counted", () => {
    // At 60 degrees a degree of longitude is half as long as one of latitude.
    const map = places([home("a", 60.1, 116), home("b", 59.9, 116), home("c", 60, 116.4), home("d", null, null)]);
    const [a, b, c] = map.points;
    expect([map.points.length, map.nowhere, a!.y < b!.y]).toEqual([3, 1, true]);
    expect((c!.x - a!.x) / (b!.y - a!.y)).toBeCloseTo(1, 1);
    expect(map.points.every(({ x, y }) => x >= 0 && x <= map.wide && y >= 0 && y <= map.high)).toBe(true);
    expect(map.scale.long / map.scale.km).toBeCloseTo((b!.y - a!.y) / (0.2 * 111.32), 5);
  });
  it("one_household_and_none_are_drawn_without_a_fault", () => {
    expect(places([home("a", 44, 116)]).points[0]).toMatchObject({ x: 450 });
    expect(places([home("a", null, null)])).toMatchObject({ points: [], nowhere: 1 });
  });
});
