import { describe, expect, it } from "vitest";
import type { HouseholdPage } from "../../lib/ipc";
import { Household } from "./household.svelte";

const page: HouseholdPage = {
  id: "h", code: "0101-017", area_id: null, area_name: "", head_name: "", address: "", location: null, matters: [],
  access_notes: { value: "右边", seen: "s1", others: ["左边"] }, phone: { value: "", seen: "p1", others: [] },
  members: [], visits: [], cards: [], draft_id: null,
};

function register(refuses = false) {
  const edits: string[][] = [];
  let now = page;
  return {
    edits,
    arrives: (value: string, seen: string) => (now = { ...now, access_notes: { value, seen, others: [] } }),
    household: async () => now,
    editHousehold: async (...edit: string[]) => {
      if (refuses) return Promise.reject({ code: "disk_full", params: {} });
      edits.push(edit);
      return null;
    },
  };
}

describe("household", () => {
  it("saves_against_the_version_that_was_seen_not_the_one_a_sync_brought", async () => {
    const backend = register();
    const household = new Household(backend, "h");
    await household.page.load();
    household.edit("access_notes");
    backend.arrives("绕桥", "s2");
    await household.page.load();
    household.editing!.value = "中间 ";
    await household.save();
    expect(backend.edits).toEqual([["h", "access_notes", "中间", "s1"]]);
    expect(household.editing).toBeNull();
  });
  it("corrects_the_household_that_is_shown_when_the_one_that_was_asked_for_gave_way", async () => {
    const backend = register();
    const household = new Household(backend, "gave way");
    await household.page.load();
    household.edit("phone");
    household.editing!.value = "000";
    await household.save();
    expect(backend.edits).toEqual([["h", "phone", "000", "p1"]]);
  });
  it("offers_the_conflicting_values", async () => {
    const household = new Household(register(), "h");
    await household.page.load();
    household.edit("access_notes");
    expect(household.editing?.others).toEqual(["左边"]);
  });
  it("keeps_what_was_typed_when_it_could_not_be_saved", async () => {
    const household = new Household(register(true), "h");
    await household.page.load();
    household.edit("phone");
    household.editing!.value = "000";
    await household.save();
    expect([household.editing?.value, household.saving.problem?.code]).toEqual(["000", "disk_full"]);
  });
});
