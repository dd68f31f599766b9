import { describe, expect, it } from "vitest";
import type { Examined } from "../../lib/ipc";
import { measure } from "../../lib/words";
import { Portrait } from "./portrait.svelte";

const examined = (accepted: boolean, token: string | null): Examined => ({
  token, report: { profile: "p", profile_version: 1, accepted, whitened: false, asks: [], source_width_px: 1, source_height_px: 1, checks: [], measurements: null },
});

describe("portrait", () => {
  function checks(answer: Examined) {
    const attached: unknown[][] = [];
    return { attached, examinePortrait: async () => answer, attachPortrait: async (...what: unknown[]) => (attached.push(what), null) };
  }
  const picture = async () => new Uint8Array([1]);
  it("is_attached_once_accepted", async () => {
    const backend = checks(examined(true, "t1"));
    const portrait = new Portrait(backend, "p1");
    await portrait.examine(picture);
    expect(await portrait.accept()).toBe(true);
    expect(backend.attached).toEqual([["p1", "t1", []]]);
  });
  it.each([["failed a check", examined(false, "t1")], ["has no crop", examined(true, null)]])(
    "is_never_attached_when_it_%s", async (_, answer) => {
      const backend = checks(answer);
      const portrait = new Portrait(backend, "p1");
      await portrait.examine(picture);
      expect([portrait.acceptable, await portrait.accept(), backend.attached]).toEqual([false, false, []]);
    });
  it("whitens_a_coloured_cloth_on_the_same_picture_by_choice_only_and_once", async () => {
    const seen: boolean[] = [];
    const cloth = { name: "white_background", verdict: "fail", measured: 12, limit: { min: null, max: 4, unit: "luma" }, advice: "white_cloth" } as const;
    const answer = (whiten: boolean): Examined => {
      const { token, report } = examined(whiten, "t");
      return { token, report: { ...report, whitened: whiten, checks: whiten ? [] : [cloth] } };
    };
    const backend = { ...checks(answer(false)), examinePortrait: async (_: Uint8Array, whiten = false) => (seen.push(whiten), answer(whiten)) };
    const portrait = new Portrait(backend, "p1");
    await portrait.examine(picture);
    expect([portrait.canWhiten, portrait.acceptable]).toEqual([true, false]);
    await portrait.whiten();
    expect([portrait.canWhiten, portrait.acceptable, seen]).toEqual([false, true, [false, true]]);
  });
  it("waits_until_each_ask_was_ticked_and_asks_anew_for_a_new_picture", async () => {
    const answer = examined(true, "t");
    answer.report.asks = ["bareheaded", "usual_glasses"];
    const backend = checks(answer);
    const portrait = new Portrait(backend, "p1");
    await portrait.examine(picture);
    portrait.answer("bareheaded", true);
    expect([portrait.acceptable, portrait.open, await portrait.accept()]).toEqual([true, 1, false]);
    portrait.answer("usual_glasses", true);
    await portrait.whiten();
    expect(portrait.open).toBe(0);
    portrait.answer("usual_glasses", false);
    expect(portrait.open).toBe(1);
    portrait.retake();
    await portrait.examine(picture);
    expect([portrait.open, backend.attached]).toEqual([2, []]);
  });
  it("tells_why_a_file_is_no_portrait_and_can_be_retaken", async () => {
    const backend = { ...checks(examined(true, "t")), examinePortrait: async () => Promise.reject({ code: "portrait_truncated", params: {} }) };
    const portrait = new Portrait(backend, "p1");
    await portrait.examine(picture);
    expect([portrait.examining.problem?.code, portrait.examined]).toEqual(["portrait_truncated", null]);
    portrait.retake();
    expect(portrait.examining.problem).toBeNull();
  });
});

describe("measure", () => {
  it.each([[null, ""], [1, "1"], [0.716, "0.72"], [41.7, "42"]])("%s is told as %s", (value, told) => expect(measure(value)).toBe(told));
});
