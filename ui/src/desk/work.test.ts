import { afterEach, describe, expect, it, vi } from "vitest";
import type { Stream } from "./api";
import type { WorkView } from "./types";
import { Work } from "./work.svelte";

afterEach(() => void vi.useRealTimers());

describe("work", () => {
  const one = (number: number, over = false): WorkView => ({ number, kind: "backup", done: 1, total: 4, over, problem: null });
  const stream = () => {
    const opened: Stream[] = [];
    const tell = (all: WorkView[]) => opened.at(-1)?.onmessage?.call(null as never, { data: JSON.stringify(all) } as MessageEvent<string>);
    const end = () => opened.at(-1)?.onerror?.call(null as never, {} as Event);
    const close = vi.fn();
    return { opened, tell, end, close, open: () => (opened.push({ onmessage: null, onerror: null, readyState: 1, close }), opened.at(-1) as Stream) };
  };

  it("what_was_begun_before_the_page_came_is_shown_until_it_ends", async () => {
    vi.useFakeTimers();
    const line = stream();
    const work = new Work(line.open);
    work.watch();
    line.tell([one(7)]);
    expect(work.going).toEqual([]);
    vi.advanceTimersByTime(600);
    expect([work.is("backup"), work.is("rehearsal"), work.ended]).toEqual([true, false, 0]);
    line.tell([one(7, true)]);
    expect([work.going, work.ended]).toEqual([[], 1]);
    line.tell([one(8)]);
    line.tell([one(8, true)]);
    vi.advanceTimersByTime(600);
    expect([work.going, work.ended]).toEqual([[], 2]);
    await Promise.resolve();
    line.end();
    expect(line.close).toHaveBeenCalledOnce();
  });
  it("the_stream_is_left_to_come_again_for_as_long_as_something_is_not_answered", async () => {
    const line = stream();
    const work = new Work(line.open);
    let answered = () => {};
    work.watch(new Promise<void>((resolve) => (answered = resolve)));
    work.watch(Promise.reject(new Error("refused")));
    await new Promise((resolve) => setTimeout(resolve));
    line.end();
    expect([line.opened.length, line.close.mock.calls.length]).toEqual([1, 0]);
    answered();
    await new Promise((resolve) => setTimeout(resolve));
    line.end();
    expect(line.close).toHaveBeenCalledOnce();
    work.watch();
    expect(line.opened.length).toBe(2);
  });
  it("a_stream_that_was_refused_while_something_was_asked_is_opened_anew_by_the_next_question", async () => {
    const opened: { -readonly [K in keyof Stream]: Stream[K] }[] = [];
    const open = () => (opened.push({ onmessage: null, onerror: null, readyState: 0, close: () => {} }), opened.at(-1) as Stream);
    const work = new Work(open);
    let answered = () => {};
    work.watch(new Promise<void>((resolve) => (answered = resolve)));
    opened[0]!.readyState = 2;
    opened[0]!.onerror?.call(null as never, {} as Event);
    answered();
    await new Promise((resolve) => setTimeout(resolve));
    work.watch();
    expect(opened.length).toBe(2);
  });
});
