import { describe, expect, it } from "vitest";
import { handOut, handedOutInAll } from "../handouts";
import { activity } from "./kind";
import { hasTopic, toggleTopic } from "./topics";

describe("topics", () => {
  it.each([
    ["the first stands alone", "", "防火", "防火"],
    ["a second is set beside it", "防火", "防骗", "防火、防骗"],
    ["what the officer typed stays", "新修的路 ", "防骗", "新修的路、防骗"],
    ["a second tap takes it out", "防火、防骗、交通", "防骗", "防火、交通"],
    ["the last one out leaves nothing", "防火", "防火", ""],
    ["a topic with a comma of its own comes and goes whole", "防火、防雪灾、防走失", "防雪灾、防走失", "防火"],
  ])("%s", (_, text, topic, after) => expect(toggleTopic(text, topic)).toBe(after));
  it("knows_what_was_chosen", () => expect([hasTopic("防火、防骗", "防骗"), hasTopic("", "防骗")]).toEqual([true, false]));
});

describe("an activity", () => {
  it("invents_no_audience", () => expect(activity.blank({ kind: "activity" }, null).audience).toBe(0));
  it("is_named_by_its_topic_in_lists", () => {
    const body = activity.blank({ kind: "activity" }, null);
    expect(activity.brief(body)).toEqual({ key: "activity.other_topic" });
    expect(activity.brief({ ...body, topic: "防火" })).toBe("防火");
  });
  it("keeps_no_handout_of_zero_and_one_line_for_a_material", () => {
    const lines = handOut(handOut(handOut([], "m1", 1), "m2", 1), "m1", 4);
    expect([lines, handedOutInAll(lines)]).toEqual([[{ material_id: "m1", count: 4 }, { material_id: "m2", count: 1 }], 5]);
    expect(handOut(lines, "m1", 0)).toEqual([{ material_id: "m2", count: 1 }]);
  });
});
