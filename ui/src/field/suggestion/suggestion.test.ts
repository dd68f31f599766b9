import { describe, expect, it } from "vitest";
import type { NewRecord } from "../../lib/ipc";
import { asked } from "../../gallery/matters";
import type { RecordAt } from "../place";
import { RecordForm } from "../record_form.svelte";
import { afterSuggestion, suggestion } from "./kind";
import { Naming } from "./naming.svelte";

function begin(over: Partial<RecordAt> = {}) {
  const kept = new Map<string, string>();
  const saved: NewRecord[] = [];
  const backend = {
    keptForm: async (place: string) => kept.get(place) ?? null,
    keepForm: async (place: string, body: string | null) => (body === null ? kept.delete(place) : kept.set(place, body), null),
    saveRecord: async (record: NewRecord) => (saved.push(record), "s1"),
    keepPicture: async () => ({ hash: "00", size_bytes: 1 }),
  };
  const again = () => new RecordForm(backend, { kind: "suggestion", ...over }, suggestion.blank({ kind: "suggestion" }, null));
  return { saved, again, form: again() };
}
const who = (record: NewRecord | undefined) => [record?.household_id, record?.person_id, record?.area_id];

describe("a suggestion", () => {
  it("begun_at_a_household_carries_it", async () => {
    const { form, saved } = begin({ household_id: "h1", person_id: "m2" });
    expect(new Naming(form).unnamed).toBe(false);
    await form.save();
    expect(who(saved[0])).toEqual(["h1", "m2", null]);
  });
  it("that_is_unnamed_names_neither_household_nor_person_on_its_way_out", async () => {
    const { form, saved } = begin({ household_id: "h1", person_id: "m2" });
    new Naming(form).set(true);
    form.around.area_id = "a1";
    await form.save();
    expect(who(saved[0])).toEqual([null, null, "a1"]);
  });
  it("named_again_is_said_by_those_at_whose_home_it_was_begun", async () => {
    const { form, saved } = begin({ household_id: "h1" });
    const naming = new Naming(form);
    naming.set(true);
    form.around.area_id = "a1";
    naming.set(false);
    await form.save();
    expect(who(saved[0])).toEqual(["h1", null, null]);
  });
  it("stays_unnamed_after_the_tablet_was_off", async () => {
    const { form, again } = begin({ household_id: "h1" });
    new Naming(form).set(true);
    await form.leave();
    const after = again();
    await after.open();
    expect(new Naming(after).unnamed).toBe(true);
  });
  it("begun_nowhere_seeks_a_household_unless_it_is_unnamed", () => {
    const naming = new Naming(begin().form);
    expect(naming.seeks).toBe(true);
    naming.set(true);
    expect(naming.seeks).toBe(false);
  });
  it("that_was_saved_with_a_name_is_not_made_unnamed_by_a_correction", () => expect(new Naming(begin({ corrects: "s0" }).form).free).toBe(false));
});

describe("what follows a suggestion", () => {
  const said = (state: "open" | "measured" | "told_back", household_id: string | null = "h1") => afterSuggestion({ ...asked, state, opening: { ...asked.opening, household_id } }).map((one) => one.label);
  it("is_a_measure_and_only_then_that_it_is_told", () => {
    expect(said("open")).toEqual(["suggestion.measure"]);
    expect(said("measured")).toEqual(["suggestion.tell_back", "suggestion.measure"]);
    expect(said("told_back")).toEqual(["suggestion.measure"]);
  });
  it("an_unnamed_one_is_told_to_everybody", () => expect(said("measured", null)[0]).toBe("suggestion.announce"));
});
