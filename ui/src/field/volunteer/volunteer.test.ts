import { describe, expect, it } from "vitest";
import type { Matter, Volunteer } from "../../lib/ipc";
import { entry, matter } from "../../gallery/making";
import { areas, household, person } from "../../gallery/people";
import { callList } from "./call_list";
import { afterVolunteer, consent } from "./kind";
import { Prefill, known } from "./prefill.svelte";

const helper = (name: string, over: Partial<Volunteer> = {}, area_id = "a1", state: Matter["state"] = "willing") => matter(
  entry(name, "2026-11-01", { kind: "volunteer", body: { name, phone: "00012340000", helps_with: ["shelter"], reachable: "", consent_on: "2026-11-01", ...over } }, { area_id }),
  { state, open: false },
);
const names = (list: ReturnType<typeof callList>) => list.map((group) => [group.area?.id ?? null, ...group.people.map((one) => one.name)]);

describe("call list", () => {
  it("stands_by_area_in_the_areas_order_and_by_name", () => {
    expect(names(callList([helper("张", {}, "a3"), helper("李", {}, "a2"), helper("巴", {}, "a3")], areas, null))).toEqual([["a2", "李"], ["a3", "巴", "张"]]);
  });
  it("shows_nobody_who_took_the_consent_back", () => expect(callList([helper("李", {}, "a1", "withdrawn")], areas, null)).toEqual([]));
  it("leaves_those_who_help_with_what_is_needed", () => {
    expect(names(callList([helper("李"), helper("张", { helps_with: ["fire", "patrol"] })], areas, "fire"))).toEqual([["a1", "张"]]);
  });
  it("loses_nobody_whose_area_this_tablet_does_not_have", () => expect(names(callList([helper("李", {}, "zz")], areas, null))).toEqual([[null, "李"]]));
});

describe("what the register knows", () => {
  const backend = { household: async () => household, person: async (id: string) => ({ ...person, phone: id === "m2" ? person.phone : "" }) };
  it.each([
    ["the person's own phone", { person_id: "m2", household_id: "h1" }, { name: "萨仁", phone: person.phone }],
    ["else the phone at home", { person_id: "m3" }, { name: "萨仁", phone: household.phone.value }],
    ["the household's head", { household_id: "h1" }, { name: "巴特尔", phone: household.phone.value }],
    ["nothing of nobody", {}, null],
  ])("%s", async (_, asked, told) => expect(await known(backend, asked)).toEqual(told));
  it("follows_another_choice_but_never_over_what_was_typed", async () => {
    const [body, prefill] = [{ name: "", phone: "" }, new Prefill()];
    expect(await prefill.follow(backend, body, { household_id: "h1" })).toBe(true);
    expect(await prefill.follow(backend, body, { person_id: "m2" })).toBe(true);
    expect(body.name).toBe("萨仁");
    body.phone = "00099990000";
    expect(await prefill.follow(backend, body, { household_id: "h1" })).toBe(false);
    expect(body).toEqual({ name: "萨仁", phone: "00099990000" });
  });
  it("a_register_that_does_not_answer_takes_nothing_away", async () => {
    const silent = { ...backend, household: async () => Promise.reject({ code: "not_found", params: {} }) };
    expect(await new Prefill().follow(silent, { name: "", phone: "" }, { household_id: "h1" })).toBe(false);
  });
});

describe("consent", () => {
  it.each([["willing", false], ["withdrawn", true]] as const)("of somebody %s only the other can be said", (state, given) => {
    const said = afterVolunteer(helper("李", {}, "a1", state)).map((one) => consent.blank({ kind: "consent", about: "李", ...(one.as === undefined ? {} : { as: one.as }) }, null).given);
    expect(said).toEqual([given]);
  });
});
