import { describe, expect, it, vi } from "vitest";
import type { Answer, NewRecord, Question, QuestionnaireView } from "../../lib/ipc";
import { ASK_MS, Answering } from "./answering.svelte";
import { inLanguage, upright } from "./labels";
import { isRight, marked } from "./marking";

const form: Question[] = [
  { name: "hello", kind: "note" },
  { name: "dogs", kind: "select_one", required: true, choices: [{ name: "yes" }, { name: "no" }] },
  { name: "many", kind: "integer" },
  { name: "words", kind: "text" },
];
const questionnaire: QuestionnaireView = { id: "q1", version: "2", title: "", kind: "survey", form };

/** "many" is asked of those who have dogs. */
function tablet(answer: () => Promise<string> = async () => "k1") {
  const kept = new Map<string, string>();
  const saved: NewRecord[] = [];
  return {
    kept, saved,
    asked: vi.fn(async (_: string, given: Record<string, Answer>) => form.map((one) => one.name ?? "").filter((name) => name !== "many" || given["dogs"] === "yes")),
    keptForm: async (place: string) => kept.get(place) ?? null,
    keepForm: async (place: string, body: string | null) => (body === null ? kept.delete(place) : kept.set(place, body), null),
    saveRecord: async (record: NewRecord) => (saved.push(record), answer()),
    keepPicture: async () => ({ hash: "00", size_bytes: 1 }),
  };
}
async function begun(backend = tablet()) {
  const answering = new Answering(backend, questionnaire, { household_id: "h1" });
  await answering.open();
  return { answering, backend };
}

describe("a questionnaire that is being answered", () => {
  it("of_a_household_begins_at_the_first_question", async () => {
    const { answering } = await begun();
    expect([answering.step, answering.progress]).toEqual(["hello", { n: 0, m: 2 }]);
  });
  it("without_a_name_asks_where_first", async () => {
    const answering = new Answering(tablet(), questionnaire);
    await answering.open();
    expect([answering.step, answering.fault("area_id")]).toEqual([null, null]);
    answering.begin();
    expect([answering.step, answering.fault("area_id")?.key]).toEqual([null, "fault.required"]);
    answering.around.area_id = "a1";
    answering.begin();
    expect([answering.step, answering.fault("area_id")]).toEqual(["hello", null]);
  });
  it("asks_next_what_the_last_answer_calls_for_even_when_tapped_fast", async () => {
    const { answering } = await begun();
    await answering.forward();
    answering.answer("dogs", "yes");
    await answering.forward();
    expect([answering.step, answering.progress]).toEqual(["many", { n: 2, m: 3 }]);
    answering.back();
    answering.answer("dogs", "no");
    await answering.forward();
    expect([answering.step, answering.last]).toEqual(["words", true]);
  });
  it("asks_once_after_several_quick_answers", async () => {
    vi.useFakeTimers();
    const { answering, backend } = await begun();
    backend.asked.mockClear();
    for (const text of ["a", "ab", "abc"]) answering.answer("words", text);
    await vi.advanceTimersByTimeAsync(ASK_MS);
    expect(backend.asked.mock.calls).toEqual([["q1", { words: "abc" }]]);
    vi.useRealTimers();
  });
  it("stays_at_a_required_question_until_it_is_answered", async () => {
    const { answering } = await begun();
    await answering.forward();
    await answering.forward();
    expect([answering.step, answering.wrong("dogs")?.key]).toEqual(["dogs", "answer.required"]);
    answering.answer("dogs", "no");
    expect(answering.wrong("dogs")).toBeNull();
    await answering.forward();
    expect(answering.step).toBe("words");
  });
  it("goes_on_at_the_first_question_without_an_answer", async () => {
    const { answering, backend } = await begun();
    answering.answer("dogs", "yes");
    await answering.leave();
    expect([...backend.kept.keys()]).toEqual(["questionnaire/q1/h1"]);
    expect((await begun(backend)).answering.step).toBe("many");
  });
  it("forgets_answers_to_questions_that_a_new_edition_has_not", async () => {
    const backend = tablet();
    const body = { questionnaire: "q1", version: "1", answers: { cats: "3", dogs: "no" } };
    backend.kept.set("questionnaire/q1/h1", JSON.stringify({ body, around: { happened_at: null, household_id: "h1", person_id: null, area_id: null } }));
    const { answering } = await begun(backend);
    expect(answering.body).toMatchObject({ version: "2", answers: { dogs: "no" } });
    expect(answering.given).not.toHaveProperty("cats");
  });
  it("an_emptied_answer_is_none", async () => {
    const { answering } = await begun();
    answering.answer("words", "a");
    answering.answer("words", "");
    expect(answering.given).toEqual({});
  });
  it("leads_to_the_question_that_the_backend_finds_wrong", async () => {
    const backend = tablet(async () => Promise.reject({ code: "invalid_fields", params: { many: "not_whole" } }));
    const { answering } = await begun(backend);
    answering.answer("dogs", "yes");
    answering.answer("many", "two");
    answering.step = "words";
    expect(await answering.forward()).toBeNull();
    expect([answering.step, answering.wrong("many")?.key]).toEqual(["many", "answer.not_whole"]);
  });
  it("is_saved_with_its_edition_and_its_form_emptied_in_the_same_stroke", async () => {
    const { answering, backend } = await begun();
    answering.answer("dogs", "no");
    answering.step = "words";
    expect(await answering.forward()).toBe("k1");
    expect(backend.saved[0]).toMatchObject({
      household_id: "h1", form: "questionnaire/q1/h1",
      body: { kind: "answers", body: { questionnaire: "q1", version: "2", answers: { dogs: "no" }, score: null } },
    });
  });
});

describe("marking", () => {
  it.each<[string, Partial<Question>, Answer | undefined, boolean | null]>([
    ["a question without a right answer", { kind: "text" }, "a", null],
    ["nothing", { kind: "text", right: ["a"] }, undefined, false],
    ["a choice", { kind: "select_one", right: ["a"] }, "a", true],
    ["words, whatever their case and width", { kind: "text", right: ["Ａb"] }, " aB ", true],
    ["a number, however it is written", { kind: "integer", right: ["7"] }, "０7", true],
    ["all of several, in any order", { kind: "select_multiple", right: ["a", "b"] }, ["b", "a"], true],
    ["one of several is not enough", { kind: "select_multiple", right: ["a", "b"] }, ["a"], false],
    ["one too many", { kind: "select_multiple", right: ["a"] }, ["a", "b"], false],
  ])("%s", (_, question, answer, right) => expect(isRight(question as Question, answer)).toBe(right));
  it("counts_questions_that_have_a_right_answer", () =>
    expect(marked([{ name: "a", right: ["1"] }, { name: "b", right: ["1"] }, { name: "c" }], { a: "1", c: "1" })).toEqual({ right: 1, asked: 2 }));
});

describe("labels", () => {
  const labels = { zh: "狗", en: "dog" };
  it.each([["en", "dog"], ["mn", "狗"], ["zh", "狗"]])("in %s", (language, words) => expect(inLanguage(labels, language)).toBe(words));
  it("whatever_there_is_comes_last", () => expect([inLanguage({ ru: "собака" }, "zh"), inLanguage(undefined, "zh")]).toEqual(["собака", ""]));
  it("only_mongolian_script_stands_upright", () => expect([upright({ mn: "нохой" }), upright({ mn: "ᠨᠣᠬᠠᠢ" })]).toEqual([null, "ᠨᠣᠬᠠᠢ"]));
});
