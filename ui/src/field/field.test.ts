import { describe, expect, it } from "vitest";
import type { SyncProgress, SyncState } from "../lib/ipc";
import { speech } from "../lib/words";
import { Preferred } from "./preferred.svelte";
import { Router } from "./router.svelte";
import { SyncWatch } from "./sync_watch.svelte";
import { syncWords } from "./sync_words";

const state: SyncState = {
  running: false, unsent: 0, applied_today: 0, set_aside: 0, last_applied_at: null, last_contact_at: null, conflicts: 0, differing: 0, people: 0, problem: null,
};

describe("sync in words", () => {
  it.each([
    ["never reached", {}, "sync.words.never"],
    ["running", { running: true, unsent: 3 }, "sync.words.running"],
    ["unsent", { unsent: 3 }, "sync.words.unsent"],
    ["set aside comes before unsent", { unsent: 3, set_aside: 1 }, "sync.words.set_aside"],
    ["all applied today", { applied_today: 40, last_applied_at: "2026-11-23T10:02:00Z" }, "sync.words.applied"],
    ["nothing to send", { last_contact_at: "2026-11-22T10:02:00Z" }, "sync.words.nothing"],
  ] as const)("%s", (_, over, key) => expect(syncWords({ ...state, ...over }, "2026-11-23").key).toBe(key));
});

describe("sync watch", () => {
  function shell() {
    const heard: { progress?: (e: { payload: SyncProgress }) => void; changed?: (e: { payload: SyncState }) => void; register?: (e: { payload: null }) => void } = {};
    let stopped = 0;
    const listen = <K extends keyof typeof heard>(name: K) => ({
      listen: async (callback: NonNullable<(typeof heard)[K]>) => {
        heard[name] = callback;
        return () => void (stopped += 1);
      },
    });
    const events = { syncProgress: listen("progress"), syncChanged: listen("changed"), registerChanged: listen("register") };
    return { heard, stopped: () => stopped, backend: { events, syncState: async () => state } };
  }
  it("shows_progress_until_the_sync_ends", async () => {
    const { backend, heard, stopped } = shell();
    const watch = new SyncWatch(backend);
    const stop = await watch.start();
    heard.progress?.({ payload: { phase: "sending", done: 1, total: 2, bytes: 3 } });
    heard.changed?.({ payload: { ...state, running: true } });
    expect(watch.progress?.done).toBe(1);
    heard.changed?.({ payload: { ...state, applied_today: 2 } });
    expect([watch.progress, watch.state?.applied_today]).toEqual([null, 2]);
    heard.register?.({ payload: null });
    expect(watch.register).toBe(1);
    stop();
    expect(stopped()).toBe(3);
  });
});

describe("router", () => {
  it("goes_on_and_back_and_forgets_what_is_finished", () => {
    const router = new Router();
    router.start({ at: "find" });
    router.go({ at: "household", id: "h" });
    router.go({ at: "draft", household_id: "h" });
    router.replace({ at: "visit", id: "v" });
    expect(router.place).toEqual({ at: "visit", id: "v" });
    router.back();
    expect(router.place.at).toBe("household");
    router.start({ at: "today" });
    router.back();
    expect(router.place.at).toBe("today");
  });
});

describe("router, after something was written", () => {
  it("stands_once_on_the_page_from_which_it_was_begun", () => {
    const router = new Router();
    router.start({ at: "backpack" });
    router.go({ at: "activities" });
    router.go({ at: "record", kind: "activity" });
    router.replace({ at: "activities" });
    expect(router.place).toEqual({ at: "activities" });
    router.back();
    expect(router.place.at).toBe("backpack");
  });
});

describe("preferred", () => {
  it("shows_language_and_theme_at_once_and_keeps_them", async () => {
    const kept: unknown[] = [];
    const preferred = new Preferred({ setPreferences: async (preferences) => (kept.push(preferences), null) });
    await preferred.language("en");
    await preferred.theme("sunlight");
    expect(document.documentElement.dataset["theme"]).toBe("sunlight");
    expect([document.documentElement.lang, speech.language]).toEqual(["en", "en"]);
    expect(kept.at(-1)).toEqual({ language: "en", theme: "sunlight" });
    await preferred.language("zh");
  });
});
