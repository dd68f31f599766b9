import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Finding } from "../../lib/ipc";
import { catalogue } from "../../lib/words/catalogue";
import { LOOK_EVERY_MS, Live, SLOW_MS, SPEAK_EVERY_MS } from "./live.svelte";

const found = (advice: Finding["advice"], verdict: Finding["verdict"] = "fail"): Finding => ({ check: "exposure", advice, verdict });
const closer: Finding = { check: "face_size", advice: "come_closer", verdict: "fail" };

/** Answers as told, and counts how many are asked at once. */
function looking() {
  let answers: (Finding[] | "fails" | number)[] = [];
  const sent: [number, number, number][] = [];
  let [running, most] = [0, 0];
  const steady: boolean[] = [];
  const live = new Live({
    camera: { glimpse: async (height) => ({ rgba: new Uint8Array(8), width: height, cameraHeight: 1440 }) },
    backend: {
      livePortrait: async (rgba, width, cameraHeight) => {
        sent.push([rgba.length, width, cameraHeight]);
        most = Math.max(most, ++running);
        const answer = answers.length > 1 ? answers.shift() : answers[0];
        if (typeof answer === "number") await new Promise((done) => setTimeout(done, answer));
        running -= 1;
        if (answer === "fails") throw { code: "internal", params: {} };
        return typeof answer === "number" ? [] : (answer ?? []);
      },
    },
    steady: (nothingWrong) => steady.push(nothingWrong),
  });
  return {
    live, sent, steady, most: () => most,
    /** The last of them is repeated. */
    answer: (...next: typeof answers) => (answers = next),
    /** So many looks later. */
    looks: async (count = 1) => vi.advanceTimersByTimeAsync(count * LOOK_EVERY_MS),
    begin: async () => {
      live.start();
      await vi.advanceTimersByTimeAsync(0);
    },
  };
}
const advice = ({ shown }: Live) => (shown === null || shown === "clear" ? shown : shown.advice);

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("what is said over the preview", () => {
  it("is_said_when_it_was_seen_twice_in_a_row", async () => {
    const { live, answer, begin, looks, sent } = looking();
    answer([closer]);
    await begin();
    expect([advice(live), sent]).toEqual([null, [[8, 960, 1440]]]);
    await looks();
    expect([advice(live), live.tone]).toEqual(["come_closer", "bad"]);
  });
  it.each([
    ["one_look_without_it_does_not_take_it_away", [[closer], [closer], [], [closer]], "come_closer"],
    ["what_comes_and_goes_gives_way_to_what_stays", [[closer, found("more_light")], [found("more_light")], [closer, found("more_light")]], "more_light"],
    ["the_most_urgent_comes_first", [[found("more_light")], [closer, found("more_light")], [closer, found("more_light")]], "come_closer"],
    ["nothing_wrong_twice_is_clear", [[closer], [closer], [], []], "clear"],
    ["what_nobody_confirms_any_more_is_forgotten", [[closer], [closer], [found("more_light")], [], [found("less_light")], []], null],
  ] as [string, Finding[][], string | null][])("%s", async (_, answers, said) => {
    const { live, answer, begin, looks } = looking();
    answer(...answers);
    await begin();
    await looks(answers.length - 1);
    expect(advice(live)).toBe(said);
  });
  it("keeps_its_colour_at_the_limit_between_warning_and_failure", async () => {
    const { live, answer, begin, looks } = looking();
    answer([found("more_light", "warn")], [found("more_light")], [found("more_light", "warn")], [found("more_light")]);
    await begin();
    const tones = [];
    for (let n = 0; n < 3; n += 1) {
      await looks();
      tones.push(live.tone);
    }
    expect(tones).toEqual(["warn", "warn", "warn"]);
    await looks();
    expect(live.tone).toBe("bad");
  });
  it("is_read_out_no_faster_than_it_can_be_heard", async () => {
    const { live, answer, begin, looks } = looking();
    answer([closer], [closer], [found("more_light")], [found("more_light")], [], []);
    await begin();
    await looks(1);
    expect(live.spoken).toEqual(closer);
    await looks(4);
    expect([live.shown, live.spoken]).toEqual(["clear", closer]);
    await vi.advanceTimersByTimeAsync(SPEAK_EVERY_MS);
    expect(live.spoken).toBe("clear");
  });
});

describe("looking", () => {
  it("asks_for_the_next_only_after_the_last_was_answered", async () => {
    const { answer, begin, sent, most } = looking();
    answer(800);
    await begin();
    await vi.advanceTimersByTimeAsync(790);
    expect(sent.length).toBe(1);
    await vi.advanceTimersByTimeAsync(5000);
    expect([sent.length > 4, most()]).toEqual([true, 1]);
  });
  it("a_new_start_waits_for_the_answer_to_the_old_one", async () => {
    const { live, answer, begin, sent, most } = looking();
    answer(800, []);
    await begin();
    live.stop();
    await begin();
    expect(sent.length).toBe(1);
    await vi.advanceTimersByTimeAsync(3000);
    expect([sent.length > 2, most(), live.shown]).toEqual([true, 1, "clear"]);
  });
  it.each([["fails", "fails"], ["is slow", SLOW_MS + 200]] as const)("falls_silent_when_the_command_%s_and_comes_back", async (_, trouble) => {
    const { live, answer, begin, looks, steady } = looking();
    answer([], [], trouble, trouble, trouble, []);
    await begin();
    await looks(1);
    expect(live.shown).toBe("clear");
    await looks(4);
    expect([live.shown, live.spoken, steady.at(-1)]).toEqual([null, null, false]);
    await vi.advanceTimersByTimeAsync(12_000);
    expect(live.shown).toBe("clear");
  });
  it("asks_ever_more_rarely_while_it_goes_wrong", async () => {
    const { answer, begin, sent } = looking();
    answer("fails");
    await begin();
    await vi.advanceTimersByTimeAsync(30_000);
    expect(sent.length).toBeLessThan(12);
  });
  it("stops_and_says_nothing_more", async () => {
    const { live, answer, begin, looks, sent, steady } = looking();
    answer([]);
    await begin();
    await looks(2);
    live.stop();
    expect([live.shown, live.spoken, steady.at(-1)]).toEqual([null, null, false]);
    const before = sent.length;
    await looks(20);
    expect(sent.length).toBe(before);
  });
});

describe("sentences", () => {
  const short = Object.entries(catalogue).filter(([key]) => key.startsWith("camera.live."));
  it("are_short_and_each_belongs_to_an_advice", () => {
    expect(short.length).toBeGreaterThan(15);
    expect(short.filter(([, { zh, en }]) => zh.length > 11 || en.length > 32).map(([key]) => key)).toEqual([]);
    const names = short.map(([key]) => key.slice("camera.live.".length)).filter((name) => name !== "clear" && name !== "soon");
    expect(names.filter((name) => !(`portrait.advice.${name}` in catalogue))).toEqual([]);
  });
});
