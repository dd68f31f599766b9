import { describe, expect, it } from "vitest";
import type { Entry, FactBody } from "../lib/ipc";
import { leadsTo } from "./leads_to";

const entry = (body: FactBody): Entry => ({
  id: "f1", at: "2026-11-20T10:20:00+08:00", officer_id: "o1", officer_name: "", area_id: "a1", household_id: null, household_code: "", head_name: "",
  person_id: null, person_name: "", corrects: null, body,
});

describe("what a fact leads to", () => {
  it.each<[string, FactBody, unknown]>([
    ["a visit", { kind: "visit", body: { diary: "" } }, { at: "visit", id: "f1" }],
    ["an event", { kind: "activity", body: { topic: "", audience: 1 } }, { at: "activity", id: "f1" }],
    ["what began a matter", { kind: "request", body: { came_by: "phone", asked: "", promised_on: null } }, { at: "matter", id: "f1" }],
    ["what was said of one", { kind: "response", body: { request: "r1", is: "answered", note: "" } }, { at: "matter", id: "r1" }],
    ["a correction of what was said of one", { kind: "withdrawn", body: { was: "response", about: "r1" } }, { at: "matter", id: "r1" }],
    ["a matter that was taken back is over", { kind: "withdrawn", body: { was: "request", about: null } }, null],
    ["answers", { kind: "answers", body: { questionnaire: "q1" } }, { at: "answered", id: "f1" }],
    ["looks", { kind: "looks", body: { looks: [] } }, null],
  ])("%s", (_, body, place) => expect(leadsTo(entry(body))).toEqual(place));
});
