import { describe, expect, it } from "vitest";
import type { Custody as Place, Entry, Matter, NewRecord, Step } from "../../lib/ipc";
import { Count } from "./count.svelte";
import { Custody } from "./custody.svelte";

const said = (step: Step, officer_name = "苏和") => ({ id: step.is, officer_name, body: { kind: "progress", body: { application: "p1", step } } }) as Entry;
const matter = (id: string, later: Entry[], place: Place): Matter =>
  ({ id, opening: { person_id: "m1", body: { kind: "application", body: { kind: "renewal", notice_version: 1 } } } as Entry, later, state: "ready", open: true, due_on: null, custody: place });
const along = (id: string, officer = "苏和") => matter(id, [said({ is: "ready" }, "高娃"), said({ is: "taken_along", officer: "o" }, officer)], { place: "backpack", officer: "o" });

describe("the evening count", () => {
  const three = [along("a"), along("b"), along("c")];
  it("that_agrees_is_over", () => {
    const count = new Count(() => three);
    expect(count.verdict).toBe("not_counted");
    count.counted = 3;
    expect([count.verdict, count.missing]).toEqual(["equal", null]);
  });
  it("an_empty_backpack_agrees_with_none", () => {
    const count = new Count(() => []);
    count.counted = 0;
    expect(count.verdict).toBe("equal");
  });
  it("names_the_one_that_is_missing_once_the_others_are_ticked", () => {
    const count = new Count(() => three);
    count.counted = 2;
    count.tick("a");
    expect([count.verdict, count.off, count.toTick, count.missing]).toEqual(["fewer", 1, 1, null]);
    count.tick("c");
    expect(count.missing?.map(({ id }) => id)).toEqual(["b"]);
    count.tick("b");
    expect([count.toTick, count.missing]).toEqual([-1, null]);
  });
  it("with_nothing_there_names_them_all_at_once", () => {
    const count = new Count(() => three);
    count.counted = 0;
    expect(count.missing).toEqual(three);
  });
  it("with_one_too_many_asks_for_those_that_were_noted", () => {
    const count = new Count(() => three);
    count.counted = 4;
    expect([count.verdict, count.off, count.toTick]).toEqual(["more", 1, 3]);
    count.tick("a");
    count.tick("b");
    count.tick("c");
    expect(count.missing).toEqual([]);
  });
  it("forgets_what_left_the_backpack_meanwhile", () => {
    let there = three;
    const count = new Count(() => there);
    count.counted = 2;
    count.tick("a");
    there = three.slice(1);
    expect([count.verdict, count.ticked]).toEqual(["equal", []]);
  });
});

describe("the documents in the backpack", () => {
  function tablet(over: object = {}) {
    const saved: NewRecord[] = [];
    const withdrawn: string[] = [];
    const waiting = matter("w", [said({ is: "ready" })], { place: "station" });
    return {
      saved, withdrawn, waiting,
      appState: async () => ({ officer_name: "苏和" }) as never,
      matters: async () => [along("mine"), along("theirs", "王志远"), waiting, matter("new", [], { place: "none" })],
      matter: async (id: string) => matter(id, [], { place: "handed_over" }),
      entries: async () => [said({ is: "delivered", to: { who: "person" }, signature: [], at: null }), said({ is: "delivered", to: { who: "person" }, signature: [], at: null }, "王志远"), said({ is: "ready" })],
      saveRecord: async (record: NewRecord) => (saved.push(record), "f1"),
      withdrawRecord: async (id: string) => (withdrawn.push(id), "f2"),
      ...over,
    };
  }
  it("are_those_of_this_officer_and_those_at_the_station", async () => {
    const custody = new Custody(tablet(), "2026-11-24");
    await custody.places.load();
    const { mine, waiting, delivered } = custody.places.value ?? { mine: [], waiting: [], delivered: [] };
    expect([mine, waiting, delivered].map((some) => some.map(({ id }) => id))).toEqual([["mine"], ["w"], ["p1"]]);
    expect(custody.count.expected.length).toBe(1);
  });
  it("are_taken_along_with_one_tap_and_put_back_with_another", async () => {
    const backend = tablet();
    const custody = new Custody(backend, "2026-11-24");
    const undo = await custody.takeAlong(backend.waiting);
    expect(backend.saved.map(({ body }) => body)).toMatchObject([{ kind: "progress", body: { application: "w", step: { is: "taken_along" } } }]);
    await undo?.();
    expect(backend.withdrawn).toEqual(["f1"]);
  });
  it("stay_where_they_are_when_it_cannot_be_said", async () => {
    const backend = tablet({ saveRecord: async () => Promise.reject({ code: "document_elsewhere", params: {} }) });
    const custody = new Custody(backend, "2026-11-24");
    expect([await custody.takeAlong(backend.waiting), custody.taking.problem?.code]).toEqual([null, "document_elsewhere"]);
  });
});
