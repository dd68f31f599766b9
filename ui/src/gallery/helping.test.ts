// Journeys through hazards, suggestions, helping hands and volunteers, with the made-up people.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import App from "../field/App.svelte";
import type { Place } from "../field/place";
import type { NewRecord } from "../lib/ipc";
import { demo } from "./demo";

// What jsdom does not have: a dialog that opens.
HTMLDialogElement.prototype.showModal = function () { this.open = true; };
HTMLDialogElement.prototype.close = function () { this.open = false; };

let app: ReturnType<typeof mount> | null = null;
const saved: NewRecord[] = [];

function show(start: Place) {
  document.body.innerHTML = "";
  saved.length = 0;
  const backend = { ...demo({ stage: "open", language: "zh", theme: "light", running: false, failing: false }), saveRecord: async (record: NewRecord) => (saved.push(record), "s1") };
  app = mount(App, { target: document.body, props: { backend, start } });
}
const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const comes = (testid: string) => vi.waitFor(() => expect(one(testid)).not.toBeNull(), 10_000);
async function press(testid: string) {
  await vi.waitFor(() => expect(document.querySelector(`[data-testid="${testid}"]:enabled`)).not.toBeNull(), 10_000);
  one(testid)?.click();
  flushSync();
}
async function type(testid: string, text: string) {
  await comes(testid);
  const field = one(testid) as HTMLInputElement;
  field.value = text;
  field.dispatchEvent(new Event("input", { bubbles: true }));
  flushSync();
}

afterEach(async () => {
  if (app) await unmount(app);
  app = null;
});

describe("journeys", { timeout: 20_000 }, () => {
  it.each(["request", "suggestion", "hazard", "hands_wanted"])("%s begun at a household carries it", async (kind) => {
    show({ at: "household", id: "h1" });
    await press("add-record");
    await press(`add-${kind}`);
    await comes("save-record");
    expect(one("household-search")).toBeNull();
    await press("save-record");
    await vi.waitFor(() => expect(saved.map((record) => [record.body.kind, record.household_id])).toEqual([[kind, "h1"]]));
  });
  it("an_unnamed_suggestion_leaves_without_a_name_and_says_so", async () => {
    show({ at: "record", kind: "suggestion", household_id: "h1", person_id: "m2" });
    await comes("unnamed");
    one("unnamed")?.querySelector("input")?.click();
    flushSync();
    await comes("unnamed-means");
    await vi.waitFor(() => expect(document.querySelector("header")?.textContent).not.toContain("0101-017"));
    await press("save-record");
    await vi.waitFor(() => expect(saved.map((record) => [record.household_id, record.person_id])).toEqual([[null, null]]));
  });
  it("hands_are_asked_for_without_leaving_the_form", async () => {
    show({ at: "record", kind: "hands_wanted" });
    await type("household-search", "bte");
    await press("household-hit-1");
    await comes("household-chosen");
    await press("hands-plus");
    await press("save-record");
    await vi.waitFor(() => expect(saved.map((record) => [record.household_id, record.person_id, record.body.body])).toEqual([["h1", "m1", expect.objectContaining({ hands: 3 })]]));
  });
  it("an_answer_that_is_taken_back_leaves_one_on_the_request", async () => {
    show({ at: "matter", id: "r1" });
    await press("next-answered");
    await type("response-note", "明天上午去修");
    await press("save-record");
    await press("undo");
    await comes("next-answered");
    expect(one("entry-r1a")).not.toBeNull();
    await press("back");
    await vi.waitFor(() => expect(one("entry-r1a")).toBeNull());
  });
  it("a_bar_of_the_calendar_leads_to_its_need", async () => {
    vi.setSystemTime(new Date("2026-11-23T12:31:00+08:00"));
    show({ at: "hands" });
    await press("need-g1");
    await comes("covered");
    vi.useRealTimers();
  });
  it("the_call_list_shows_nobody_who_left_it_and_only_who_helps_with_what_is_needed", async () => {
    show({ at: "volunteers" });
    await comes("phone-f1");
    expect(one("phone-f4")).toBeNull();
    one("needed-fire")?.querySelector("input")?.click();
    flushSync();
    await vi.waitFor(() => expect(one("phone-f1")).toBeNull());
    expect(one("phone-f3")?.textContent).toBe("000 8642 7531");
  });
});
