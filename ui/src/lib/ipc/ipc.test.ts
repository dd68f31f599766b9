import { describe, expect, it, vi } from "vitest";
import { asProblem, Doing, Fetched, tellingLock, type Backend } from ".";

describe("fetched", () => {
  it("drops_an_answer_that_a_later_question_overtook", async () => {
    const answers: ((value: string) => void)[] = [];
    const fetched = new Fetched(() => new Promise<string>((answer) => answers.push(answer)));
    const [first, second] = [fetched.load(), fetched.load()];
    answers[1]?.("new");
    answers[0]?.("old");
    await Promise.all([first, second]);
    expect(fetched.value).toBe("new");
    expect(fetched.busy).toBe(false);
  });
  it("keeps_the_value_and_tells_the_problem_when_a_reload_fails", async () => {
    const outcomes = [async () => "kept", async () => Promise.reject({ code: "locked", params: {} })];
    const fetched = new Fetched(() => outcomes.shift()!());
    await fetched.load();
    await fetched.load();
    expect([fetched.value, fetched.problem?.code]).toEqual(["kept", "locked"]);
  });
});

describe("doing", () => {
  it("does_one_thing_at_a_time", async () => {
    const doing = new Doing();
    let end = () => {};
    const first = doing.run(() => new Promise<void>((done) => (end = done)));
    expect(await doing.run(async () => {})).toBe(false);
    end();
    expect(await first).toBe(true);
  });
});

describe("telling lock", () => {
  it("tells_a_lock_and_nothing_else_and_still_rejects", async () => {
    let locks = 0;
    const refuses = (code: string) => async () => Promise.reject({ code, params: {} });
    const backend = tellingLock({ today: refuses("locked"), areas: refuses("internal") } as unknown as Backend, () => (locks += 1));
    await expect(backend.areas()).rejects.toMatchObject({ code: "internal" });
    expect(locks).toBe(0);
    await expect(backend.today()).rejects.toMatchObject({ code: "locked" });
    expect(locks).toBe(1);
  });
});

describe("problem", () => {
  it.each([
    [{ code: "disk_full", params: { a: "1" } }, "disk_full"],
    [{ code: "disk_full" }, "disk_full"],
    [new Error("boom"), "internal"],
    [null, "internal"],
  ])("%o becomes %s", (thrown, code) => {
    const log = vi.spyOn(console, "error").mockReturnValue();
    expect(asProblem(thrown).code).toBe(code);
    expect(log).toHaveBeenCalledTimes(code === "internal" ? 1 : 0);
    log.mockRestore();
  });
});
