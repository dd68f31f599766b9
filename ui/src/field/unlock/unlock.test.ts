import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import { Enrolment } from "./enrolment.svelte";
import { strength } from "./strength";
import { Unlocking } from "./unlocking.svelte";

const offer = { station_name: "站", officer_name: "苏和", expires_at: "2026-12-01T00:00:00Z" };

describe("enrolment", () => {
  function station(fails?: string) {
    const enrolled: string[][] = [];
    return {
      enrolled,
      readEnrolment: async (code: string) => (code === "good" ? offer : Promise.reject({ code: "enrolment_malformed", params: {} })),
      enrol: async (code: string, passphrase: string) => {
        if (fails) return Promise.reject({ code: fails, params: {} });
        enrolled.push([code, passphrase]);
        return null;
      },
    };
  }
  it("shows_whose_code_it_is_and_enrols_with_it", async () => {
    const backend = station();
    const enrolment = new Enrolment(backend);
    enrolment.code = "  good\n";
    await enrolment.read();
    expect(enrolment.offer).toEqual(offer);
    enrolment.passphrase = enrolment.again = "草原晨雾23";
    expect(await enrolment.enrol()).toBe(true);
    expect(backend.enrolled).toEqual([["good", "草原晨雾23"]]);
  });
  it("tells_that_a_code_is_not_complete", async () => {
    const enrolment = new Enrolment(station());
    enrolment.code = "half";
    await enrolment.read();
    expect([enrolment.offer, enrolment.doing.problem?.code]).toEqual([null, "enrolment_malformed"]);
  });
  it.each([
    ["short", "short", "problem.passphrase_too_short"],
    ["long enough", "long enougH", "unlock.not_the_same"],
  ])("does_not_enrol_with_%s_and_%s", async (passphrase, again, key) => {
    const backend = station();
    const enrolment = new Enrolment(backend);
    Object.assign(enrolment, { passphrase, again });
    expect(enrolment.fault).toBeNull();
    expect(await enrolment.enrol()).toBe(false);
    expect([enrolment.fault?.key, backend.enrolled]).toEqual([key, []]);
  });
  it("can_be_tried_again_when_the_station_is_out_of_reach", async () => {
    const enrolment = new Enrolment(station("station_unreachable"));
    enrolment.passphrase = enrolment.again = "long enough";
    expect(await enrolment.enrol()).toBe(false);
    expect([enrolment.doing.problem?.code, enrolment.doing.busy]).toEqual(["station_unreachable", false]);
  });
});

describe("unlocking", () => {
  beforeEach(() => void vi.useFakeTimers());
  afterEach(() => void vi.useRealTimers());
  it("waits_after_a_wrong_passphrase_and_then_opens", async () => {
    const tried: string[] = [];
    const unlocking = new Unlocking({
      unlock: async (passphrase) => {
        tried.push(passphrase);
        return passphrase === "right" ? null : Promise.reject({ code: "wrong_passphrase", params: { wait_seconds: "2" } });
      },
    });
    unlocking.passphrase = "wrong";
    expect(await unlocking.unlock()).toBe(false);
    expect([unlocking.waitSeconds, unlocking.passphrase]).toEqual([2, ""]);
    unlocking.passphrase = "right";
    expect(await unlocking.unlock()).toBe(false);
    vi.advanceTimersByTime(2000);
    expect(unlocking.ready).toBe(true);
    expect(await unlocking.unlock()).toBe(true);
    expect(tried).toEqual(["wrong", "right"]);
  });
});

describe("strength", () => {
  it.each([["12345", "short"], ["123456", "weak"], ["aaaaaaaa", "weak"], ["steppe1", "fair"], ["草原晨雾 2026 yurt", "strong"]])(
    "%s is %s", (passphrase, wanted) => expect(strength(passphrase)).toBe(wanted));
});
