import { describe, expect, it } from "vitest";
import type { Hit } from "../lib/ipc";
import { RegisterSearch, concerned } from "./register_search.svelte";

const hit = (id: string, kind: Hit["kind"] = "household"): Hit => ({ kind, id, household_id: "h1", title: id, title_mn: null, subtitle: "", matched: "name" });

describe("finding a household in a form", () => {
  it("asks_nothing_before_something_was_typed", async () => {
    const asked: string[] = [];
    const search = new RegisterSearch({ searchRegister: async (query) => (asked.push(query), { hits: [hit("h1")], more: false }) });
    search.query = "  ";
    await search.search();
    expect([asked, search.hits]).toEqual([[], []]);
    search.query = " bat ";
    await search.search();
    expect([asked, search.hits.length]).toEqual([["bat"], 1]);
    search.clear();
    expect(search.hits).toEqual([]);
  });
  it("shows_no_more_than_fit", async () => {
    const search = new RegisterSearch({ searchRegister: async () => ({ hits: Array.from({ length: 20 }, (_, n) => hit(`h${n}`)), more: true }) });
    search.query = "b";
    await search.search();
    expect(search.hits.length).toBe(6);
  });
  it("a_person_brings_the_household_along", () => {
    expect([concerned(hit("m1", "person")), concerned(hit("h1"))]).toEqual([{ household_id: "h1", person_id: "m1" }, { household_id: "h1", person_id: null }]);
  });
});
