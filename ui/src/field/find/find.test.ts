import { describe, expect, it } from "vitest";
import type { Area, Hit } from "../../lib/ipc";
import { inOrder } from "./areas";
import { Finder } from "./finder.svelte";

const hit = (id: string): Hit => ({ kind: "person", id, household_id: "h", title: id, title_mn: null, subtitle: "", matched: "name" });

function register() {
  const asked: [string, string | null][] = [];
  const waiting: ((hits: Hit[]) => void)[] = [];
  return {
    asked, waiting,
    areas: async () => [],
    searchRegister: (query: string, area: string | null) => {
      asked.push([query, area]);
      return new Promise<{ hits: Hit[]; more: boolean }>((answer) => waiting.push((hits) => answer({ hits, more: false })));
    },
  };
}

describe("finder", () => {
  it("asks_at_every_keystroke_and_shows_the_newest_answer_only", async () => {
    const backend = register();
    const finder = new Finder(backend);
    finder.query = "b";
    const first = finder.search();
    finder.query = "ba ";
    const second = finder.search();
    backend.waiting[1]?.([hit("ba")]);
    backend.waiting[0]?.([hit("b")]);
    await Promise.all([first, second]);
    expect(backend.asked).toEqual([["b", null], ["ba", null]]);
    expect(finder.hits.map(({ id }) => id)).toEqual(["ba"]);
  });
  it("an_area_alone_lists_its_households", async () => {
    const backend = register();
    const finder = new Finder(backend);
    const searching = finder.inArea("a1");
    backend.waiting[0]?.([hit("x")]);
    await searching;
    expect([backend.asked, finder.hits.length]).toEqual([[["", "a1"]], 1]);
  });
  it("an_emptied_box_forgets_the_answer_that_is_still_on_its_way", async () => {
    const backend = register();
    const finder = new Finder(backend);
    finder.query = "b";
    const searching = finder.search();
    await finder.clear();
    backend.waiting[0]?.([hit("b")]);
    await searching;
    expect([finder.asked, finder.hits, finder.answer.value]).toEqual([false, [], null]);
  });
  it("arrows_stay_within_the_hits_and_a_new_search_starts_at_the_first", async () => {
    const backend = register();
    const finder = new Finder(backend);
    finder.query = "b";
    const searching = finder.search();
    backend.waiting[0]?.([hit("1"), hit("2"), hit("3")]);
    await searching;
    finder.move(8);
    expect(finder.chosen).toBe(2);
    finder.move(-1);
    expect(finder.chosen).toBe(1);
    void finder.search();
    expect(finder.chosen).toBe(0);
  });
});

describe("areas", () => {
  const area = (id: string, code: string, parent: string | null): Area => ({
    id, kind: "gacha", code, name: id, name_mn: null, parent, households: 0, people: 0,
  });
  it("stand_below_the_one_they_belong_to_and_orphans_at_the_top", () => {
    const order = inOrder([area("b1", "0201", "b"), area("b", "02", null), area("a", "01", null), area("x", "0901", "elsewhere")]);
    expect(order.map(({ area, depth }) => [area.id, depth])).toEqual([["a", 0], ["b", 0], ["b1", 1], ["x", 0]]);
  });
});
