// Made-up matters, one of each kind and in several states.
import type { Matter, PersonRecord } from "../lib/ipc";
import { entry, matter } from "./making";
import { disputes } from "./matters_dispute";
import { documents } from "./matters_documents";
import { helping } from "./matters_helping";

const saren = { person_id: "m2", person_name: "萨仁" };
export const applied = matter(
  entry("p1", "2026-11-02", { kind: "application", body: { kind: "renewal", reason: "到期", notice_version: 1 } }, saren),
  { state: "applied", due_on: "2027-01-01", custody: { place: "none" } },
);
export const returned = matter(
  entry("p2", "2026-09-25", { kind: "application", body: { kind: "first", reason: "", notice_version: 1 } }, { person_id: "m9", person_name: "其其格", household_code: "0102-004" }),
  { state: "returned", due_on: "2026-11-24", custody: { place: "none" }, later: [
    entry("p2a", "2026-10-02", { kind: "progress", body: { application: "p2", step: { is: "returned", reason: "头发遮住了眼睛，请重新拍" } } }),
  ] },
);
export const delivered = matter(
  entry("p0", "2026-05-20", { kind: "application", body: { kind: "replacement", reason: "放羊时丢失", notice_version: 1 } }, saren),
  { state: "delivered", open: false, due_on: "2026-07-19", custody: { place: "handed_over" }, later: [
    entry("p0a", "2026-05-21", { kind: "portrait", body: { application: "p0", picture: "00", size_bytes: 20480, profile: "ga461", profile_version: 2 } }),
  ] },
);
export const asked = matter(
  entry("r1", "2026-11-20", { kind: "request", body: { came_by: "group", asked: "机井的电闸一到晚上就跳，想请人看看", promised_on: "2026-11-26" } }),
  { due_on: "2026-11-26", state: "taken_over", later: [
    entry("r1a", "2026-11-21", { kind: "response", body: { request: "r1", is: "taken_over", note: "" } }),
  ] },
);
export const talk = entry("a1", "2026-11-18", {
  kind: "activity", body: { kind: "kang_meeting", topic: "冬季取暖与防火", audience: 14, place: "巴特尔家", note: "", handouts: [], pictures: [] },
});
export const record: PersonRecord = {
  id: "m2", name: "萨仁", household_id: "h1", household_code: "0101-017",
  fields: [
    { field: "name", value: "萨仁", written: [{ at: "2021-03-02T10:20:00+08:00", value: "萨仁" }] },
    { field: "phone", value: "000 1357 0247", written: [{ at: "2025-08-11T10:20:00+08:00", value: "000 1357 0247" }, { at: "2021-03-02T10:20:00+08:00", value: "000 1357 0240" }] },
  ],
  entries: [applied.opening, delivered.opening], looks: [{ at: "2026-11-20T10:20:00+08:00", officer_name: "苏和" }],
};
export const all: Matter[] = [
  applied, returned, delivered, asked,
  ...disputes,
  ...documents,
  ...helping,
];
