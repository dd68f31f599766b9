import { describe, expect, it } from "vitest";
import { Sync } from "./sync.svelte";

describe("sync", () => {
  function station(problem?: string) {
    const asked: string[] = [];
    return {
      asked,
      syncNow: async () => (asked.push("now"), problem ? Promise.reject({ code: problem, params: {} }) : null),
      stopSync: async () => (asked.push("stop"), null),
      syncEntries: async () => (asked.push("entries"), []),
    };
  }
  it("shows_what_became_of_the_records_after_each_run", async () => {
    const backend = station();
    const sync = new Sync(backend);
    await sync.start();
    expect(backend.asked).toEqual(["now", "entries"]);
  });
  it("shows_them_after_a_failed_run_too_and_says_why", async () => {
    const backend = station("station_unreachable");
    const sync = new Sync(backend);
    await sync.start();
    expect([sync.running.problem?.code, backend.asked]).toEqual(["station_unreachable", ["now", "entries"]]);
  });
  it("can_be_stopped_while_it_runs", async () => {
    const backend = station();
    let end = () => {};
    backend.syncNow = () => new Promise((done) => (end = () => done(null)));
    const sync = new Sync(backend);
    const running = sync.start();
    await sync.stop();
    expect(backend.asked).toEqual(["stop"]);
    end();
    await running;
  });
});
