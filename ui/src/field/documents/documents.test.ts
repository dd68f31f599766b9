import { describe, expect, it } from "vitest";
import type { Application, Custody as Place, Entry, Matter, State, Step } from "../../lib/ipc";
import { afterApplication, application, progress, returnedBecause } from "./kind";
import { has, picturesOf, toggled, withPictures } from "./papers";
import { fenOf, yuanOf } from "./yuan";

const said = (step: Step, officer_name = "苏和") => ({ id: step.is, officer_name, body: { kind: "progress", body: { application: "p1", step } } }) as Entry;
const portrait = { id: "pic", officer_name: "苏和", body: { kind: "portrait", body: {} } } as Entry;
function matter(state: State, later: Entry[] = [], place: Place = { place: "none" }, kind: Application["kind"] = "renewal"): Matter {
  return { id: "p1", opening: { person_id: "m1", body: { kind: "application", body: { kind, notice_version: 1 } } } as Entry, later, state, open: state !== "delivered", due_on: null, custody: place };
}
const along = (officer = "苏和") =>
  matter("in_backpack", [said({ is: "ready" }, "高娃"), said({ is: "taken_along", officer: "o" }, officer)], { place: "backpack", officer: "o" });

describe("an application", () => {
  const blank = () => application.blank({ kind: "application" }, null);
  const first = (over: Partial<Application>) => application.submit?.({ ...blank(), ...over }).first;
  it("is_not_saved_before_the_notice_was_given", () => expect([first({}), first({ notice_version: 1 })]).toEqual(["card.notice_first", null]));
  it("is_not_saved_with_a_fee_that_is_no_amount_even_after_it_was_put_away", () => {
    const kept = JSON.parse(JSON.stringify({ fee_fen: NaN })) as Partial<Application>;
    expect([first({ notice_version: 1, fee_fen: NaN }), fenOf("x"), kept.fee_fen]).toEqual(["documents.fee_first", null, null]);
  });
  it("goes_on_to_the_portrait_only_for_an_id_card", () => {
    const at = { at: "portrait", application_id: "p1", person_id: "m1" };
    expect([application.after?.("p1", blank(), "m1"), application.after?.("p1", { ...blank(), kind: "booklet" }, "m1")]).toEqual([at, null]);
  });
});

describe("what may follow", () => {
  const labels = (one: Matter, officer = "苏和") => afterApplication(one, { officer_name: officer }).map(({ label }) => label);
  it.each<[string, Matter, string[]]>([
    ["waits for its portrait", matter("applied"), ["documents.take_portrait"]],
    ["was returned", matter("returned", [portrait, said({ is: "returned", reason: "x" })]), ["documents.new_portrait"]],
    ["is a returned booklet", matter("returned", [], { place: "none" }, "booklet"), []],
    ["is with the desk", matter("accepted"), []],
    ["is being made", matter("in_production"), []],
    ["waits at the station", matter("ready", [said({ is: "ready" })], { place: "station" }), ["documents.take_along"]],
    ["is in the own backpack", along(), ["documents.deliver", "documents.bring_back"]],
    ["is in somebody else's", along("王志远"), []],
    ["was handed over", matter("delivered", [], { place: "handed_over" }), []],
  ])("of one that %s", (_, one, offered) => expect(labels(one)).toEqual(offered));
  it("a_second_portrait_is_possible_and_not_the_usual", () => {
    expect(afterApplication(matter("complete", [portrait]), { officer_name: "苏和" })).toMatchObject([{ label: "documents.new_portrait", rare: true }]);
  });
  it("taking_along_asks_nothing_and_leaves_the_officer_to_the_core", () => {
    expect(afterApplication(matter("ready", [], { place: "station" }), null)[0]).toMatchObject({ now: true });
    expect(progress.blank({ kind: "progress", as: "taken_along", about: "p1" }, null))
      .toEqual({ application: "p1", step: { is: "taken_along", officer: "00000000-0000-0000-0000-000000000000" } });
  });
  it("the_last_return_counts_until_something_was_done_about_it", () => {
    const [old, latest] = [said({ is: "returned", reason: "旧" }), said({ is: "returned", reason: "新" })];
    expect([returnedBecause(matter("returned", [old, portrait, latest])), returnedBecause(matter("complete", [latest, portrait]))]).toEqual(["新", null]);
  });
});

describe("the fee", () => {
  it.each([["20", 2000], ["２０．５", 2050], ["20.05", 2005], ["￥40", 4000], ["40元", 4000], ["20块", 2000], ["20。5", 2050], [" 0 ", 0], ["", null], ["二十", null], ["20.555", null], ["-1", null], ["1e3", null]])(
    "%s is %s fen", (typed, fen) => expect(fenOf(typed)).toBe(fen));
  it.each([[2000, "20"], [2050, "20.50"], [2005, "20.05"], [0, "0"], [NaN, ""]])("%s fen are read as %s", (fen, yuan) => expect(yuanOf(fen)).toBe(yuan));
});

describe("papers", () => {
  const [a, b] = [{ hash: "aa", size_bytes: 1 }, { hash: "bb", size_bytes: 1 }];
  it("a_kind_is_there_or_not", () => {
    const once = toggled([], "booklet");
    expect([has(once, "booklet"), once, toggled(once, "booklet")]).toEqual([true, [{ kind: "booklet", picture: null }], []]);
  });
  it("have_any_number_of_photos_and_stay_seen_without", () => {
    const seen = toggled(toggled([], "booklet"), "mandate");
    const shot = withPictures(seen, "booklet", [a, b]);
    expect(shot.map(({ kind }) => kind)).toEqual(["booklet", "booklet", "mandate"]);
    expect([picturesOf(shot, "booklet"), withPictures(shot, "booklet", [])]).toEqual([[a, b], seen]);
  });
});
