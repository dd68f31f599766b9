// Made-up disputes: one only mentioned on a visit, one about a boundary whose agreement is half signed and took the place of
// another, one that is over; and every screen that a dispute leads to.
import type { Place } from "../field/place";
import type { Agreement, Location, Matter, Strokes } from "../lib/ipc";
import { entry } from "./making";

const walked: Location[] = [
  { latitude: 44.58213, longitude: 116.03471 }, { latitude: 44.58391, longitude: 116.03655 }, { latitude: 44.58402, longitude: 116.04102 },
  { latitude: 44.58177, longitude: 116.04188 }, { latitude: 44.58052, longitude: 116.03801 }, { latitude: 44.58213, longitude: 116.03471 },
];
const strokes: Strokes = [
  [[20, 60], [34, 30], [48, 22], [55, 40], [40, 62], [30, 78], [52, 70], [76, 58]],
  [[92, 34], [96, 52], [98, 74]], [[84, 48], [112, 42], [128, 38]], [[140, 30], [132, 60], [150, 74], [172, 52], [166, 34], [158, 58], [180, 76], [214, 60]],
];

const first: Agreement = {
  dispute: "d1",
  parties: [{ person: "m1", name: "巴特尔" }, { person: null, name: "那仁满都拉·朝鲁" }],
  facts: "2026 年 9 月，朝鲁家的围栏往西挪了，巴特尔认为占了自家草场。双方和嘎查委员会一起走了一遍边界。",
  terms: [
    { text: "巴特尔和那仁满都拉·朝鲁都认这次一起走过、记下的点是草场界线，以后放牧不过线。", until: null },
    { text: "界线上的围栏由双方一起修，材料钱一家一半。", until: "2026-12-20" },
  ],
  follow_up_on: "2026-12-21",
};
const second: Agreement = {
  ...first, terms: [...first.terms, { text: "牲畜过了线，先打电话告诉主人，主人当天赶回；不打牲畜，也不扣牲畜。", until: null }],
};

const boundary: Matter = {
  id: "d1", state: "agreed", open: true, due_on: "2026-12-21", custody: null,
  opening: entry("d1", "2026-11-03", { kind: "dispute", body: {
    kind: "grassland_boundary", outcome: "open", note: first.facts, place: "北营子机井东边的围栏", parties: first.parties, points: walked,
    pictures: [{ hash: "00", size_bytes: 1 }],
  } }),
  later: [
    entry("d1a", "2026-11-10", { kind: "mediation", body: {
      dispute: "d1", place: "界桩旁", said: "先各说各的，再一起走。朝鲁说围栏是照老界桩立的，走到第三个点看见老界桩，双方都认。", points: [], pictures: [],
      present: [{ role: "village_committee", name: "宝音" }, { role: "herders_representative", name: "图雅" }, { role: "interpreter", name: "其木格" }],
    } }),
    entry("d1b", "2026-11-10", { kind: "agreement", body: first }),
    entry("d1c", "2026-11-21", { kind: "agreement", body: second }),
    entry("d1d", "2026-11-21", { kind: "signature", body: { dispute: "d1", agreement: "d1c", party: 0, strokes } }),
  ],
};
const mentioned: Matter = {
  id: "d2", state: "open", open: true, due_on: null, custody: null, later: [],
  opening: entry("d2", "2026-11-23", { kind: "dispute", body: { kind: "livestock", outcome: "open", note: "", parties: [], place: "", points: [], pictures: [] } }),
};
const over: Matter = {
  id: "d3", state: "kept", open: false, due_on: null, custody: null,
  opening: entry("d3", "2026-08-02", { kind: "dispute", body: {
    kind: "debt", outcome: "open", note: "春天借的草料钱一直没还", place: "", points: [], pictures: [],
    parties: [{ person: null, name: "宝音德力格尔" }, { person: "m1", name: "巴特尔" }],
  } }),
  later: [entry("d3a", "2026-10-08", { kind: "outcome", body: { dispute: "d3", is: "kept", note: "卖羊以后一次还清，当面写了收条", again_on: null } })],
};
export const disputes: Matter[] = [boundary, mentioned, over];

export const disputePlaces: Record<string, Place> = {
  disputes: { at: "matters", kind: "dispute" }, dispute: { at: "record", kind: "dispute", household_id: "h1" }, dispute_elsewhere: { at: "record", kind: "dispute" },
  dispute_corrected: { at: "record", kind: "dispute", corrects: "d1" }, dispute_mentioned: { at: "matter", id: "d2" }, dispute_boundary: { at: "matter", id: "d1" },
  dispute_over: { at: "matter", id: "d3" }, mediation: { at: "record", kind: "mediation", about: "d1" }, agreement: { at: "record", kind: "agreement", about: "d2" },
  agreement_anew: { at: "record", kind: "agreement", about: "d1" }, sign: { at: "record", kind: "signature", about: "d1", as: "1" },
  outcome: { at: "record", kind: "outcome", about: "d1" },
};
