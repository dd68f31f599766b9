// Made-up people: ID numbers begin with 150599, which no area has; phone numbers begin with 000.
import { applied, asked, delivered, returned } from "./matters";
import type { Evening, Area, Draft, HouseholdPage, Hit, Material, PersonPage, SyncEntry, Today, VisitPage, VisitSummary } from "../lib/ipc";

const at = (time: string) => `2026-11-23T${time}:00+08:00`;

export const areas: Area[] = [
  { id: "a1", kind: "sub_farm", code: "01", name: "三分场", name_mn: "ᠭᠤᠷᠪᠠᠳᠤᠭᠠᠷ ᠬᠡᠰᠢᠭ", parent: null, households: 96, people: 1041 },
  { id: "a2", kind: "gacha", code: "0101", name: "巴彦塔拉嘎查", name_mn: "ᠪᠠᠶᠠᠨᠲᠠᠯ᠎ᠠ ᠭᠠᠴᠠᠭ᠎ᠠ", parent: "a1", households: 41, people: 402 },
  { id: "a3", kind: "gacha", code: "0102", name: "查干敖包嘎查", name_mn: "ᠴᠠᠭᠠᠨ ᠣᠪᠣᠭ᠎ᠠ ᠭᠠᠴᠠᠭ᠎ᠠ", parent: "a1", households: 55, people: 639 },
  { id: "a4", kind: "sub_farm", code: "02", name: "七分场", name_mn: "ᠳᠣᠯᠣᠳᠤᠭᠠᠷ ᠬᠡᠰᠢᠭ", parent: null, households: 72, people: 788 },
];

const visit = (id: string, over: Partial<VisitSummary>): VisitSummary => ({
  id, household_id: "h1", household_code: "0101-017", head_name: "巴特尔", at: at("10:20"), officer_name: "苏和",
  excerpt: "草场围栏西头被雪压倒了一段，帮着扶了起来。老额吉的换领手续要在春节前办。", services: 3, handouts: 2, state: "unsent", corrects: null, ...over,
});

export const visits: VisitSummary[] = [
  visit("v1", {}),
  visit("v2", { household_code: "0102-004", head_name: "其其格", at: at("14:05"), excerpt: "给孩子上学的事打听了校车时间，讲了冒充客服的骗局。", services: 1, handouts: 4, state: "received" }),
  visit("v3", { household_code: "0102-031", head_name: "那仁满都拉·朝鲁", at: at("16:40"), excerpt: "和邻居的草场边界，约好下周三嘎查委员会一起去看。", services: 0, handouts: 1, state: "applied" }),
];

export const today: Today = {
  on: "2026-11-23", officer_name: "苏和",
  sync: { running: false, unsent: 3, applied_today: 37, set_aside: 0, last_applied_at: at("18:02"), last_contact_at: at("08:12"), conflicts: 1, differing: 0, people: 12043, problem: null },
  due: [applied, returned, asked],
  drafts: [visit("d1", { household_code: "0101-022", head_name: "宝音德力格尔", at: at("09:15"), excerpt: "羊少了两只，怀疑是昨晚的狼……", state: "draft", services: 0, handouts: 0 })],
  visits,
};

export const hits: Hit[] = [
  { kind: "household", id: "h1", household_id: "h1", title: "巴特尔", title_mn: "ᠪᠠᠭᠠᠲᠤᠷ", subtitle: "0101-017 · 三分场 巴彦塔拉嘎查 · 5 口人", matched: "pinyin" },
  { kind: "person", id: "m1", household_id: "h1", title: "巴特尔", title_mn: "ᠪᠠᠭᠠᠲᠤᠷ", subtitle: "户主 · 57 岁 · 000 1357 0246", matched: "phone" },
  { kind: "person", id: "m5", household_id: "h3", title: "巴图孟和", title_mn: "ᠪᠠᠲᠤᠮᠥᠩᠬᠡ", subtitle: "户主 · 34 岁 · 000 2468 1357", matched: "mongolian" },
  { kind: "person", id: "m6", household_id: "h4", title: "白塔娜", title_mn: null, subtitle: "配偶 · 29 岁 · 0102-031", matched: "pinyin" },
];

export const household: HouseholdPage = {
  id: "h1", code: "0101-017", area_id: "a2", area_name: "三分场 巴彦塔拉嘎查", head_name: "巴特尔", address: "巴彦塔拉嘎查 北营子，机井东 3 公里",
  location: { latitude: 44.58213, longitude: 116.03471 },
  access_notes: { value: "过了机井走右边的岔路，冬天河上的冰薄，绕桥。院里有两条狗，先在门口按喇叭。", seen: "s1", others: ["走左边的岔路，新修的砂石路好走。"] },
  phone: { value: "000 1357 0246", seen: "s2", others: [] },
  members: [
    { id: "m1", name: "巴特尔", name_mn: "ᠪᠠᠭᠠᠲᠤᠷ", relation: "head", age: 57, phone: "000 1357 0246", language: "mn" },
    { id: "m2", name: "萨仁", name_mn: "ᠰᠠᠷᠠᠨ", relation: "spouse", age: 55, phone: "", language: "mn" },
    { id: "m3", name: "阿古拉", name_mn: "ᠠᠭᠤᠯᠠ", relation: "child", age: 28, phone: "000 8642 7531", language: "zh" },
  ],
  visits, matters: [asked], cards: [
    { household_id: "h1", household_code: "0101-017", head_name: "巴特尔", officer_id: "o1", officer_name: "苏和", count: 2, given_at: "2026-09-11T03:10:00Z", visit_id: "v1", mark: "3fa2c81e", outdated: true },
  ], draft_id: null,
};

export const person: PersonPage = {
  id: "m2", household_id: "h1", household_code: "0101-017", name: "萨仁", name_mn: "ᠰᠠᠷᠠᠨ", relation: "spouse", id_number: "150599197103150021",
  id_number_fault: "check_character", born_on: "1971-03-15", age: 55, phone: "000 1357 0247", language: "mn",
  matters: [applied, delivered],
};

export const materials: Material[] = [
  { id: "t1", code: "contact", kind: "contact_card", title: "警民联系卡", title_mn: "ᠴᠠᠭᠳᠠᠭ᠎ᠠ ᠠᠷᠠᠳ ᠤᠨ ᠬᠠᠷᠢᠯᠴᠠᠬᠤ ᠺᠠᠷᠲ", language: "mn", version: "3", files: [], withdrawn: false },
  { id: "t2", code: "fraud", kind: "leaflet", title: "防范电信诈骗", title_mn: null, language: "zh", version: "2", files: [{ name: "三折页", hash: "f1", size_bytes: 640_000, media: "application/pdf" }, { name: "海报", hash: "f2", size_bytes: 180_000, media: "image/jpeg" }], withdrawn: false },
  { id: "t3", code: "fire", kind: "handbook", title: "冬季取暖与防火", title_mn: null, language: "zh", version: "1", files: [], withdrawn: false },
  { id: "t4", code: "jingle", kind: "jingle", title: "反诈顺口溜", title_mn: null, language: "zh", version: "1", files: [{ name: "顺口溜录音", hash: "f3", size_bytes: 240_000, media: "audio/mpeg" }], withdrawn: false },
];

export const draft: Draft = {
  id: "d1", household_id: "h1", household_code: "0101-017", head_name: "巴特尔", corrects: null, started_at: at("10:05"),
  diary: "草场围栏西头被雪压倒了一段，帮着扶了起来。老额吉的换领手续要在春节前办，约好下次带背景布来。",
  services: [{ kind: "mend_fence", note: "西头约二十米", count: 1 }, { kind: "interpret", note: "", count: 2 }],
  handouts: [{ material_id: "t1", count: 1 }, { material_id: "t2", count: 3 }],
  suggestions: [{ text: "希望冬天路上多一块指示牌", said_as: null, unnamed: false }, { text: "夏天多来两次", said_as: null, unnamed: true }],
  disputes: [{ kind: "grassland_boundary", outcome: "open", note: "和东边邻居的界桩", said_as: null, unnamed: false }],
  talks: [{ topic: "冒充客服的骗局", audience: 4, said_as: null, unnamed: false }],
};

export const visitPage: VisitPage = {
  visit: { ...draft, id: "v1", officer_name: "苏和", saved_at: at("11:02"), state: "unsent", anti_fraud: { advised: true, app: "explained", jingle: false }, service_point: "s1" },
  corrects: null, corrected_by: null,
};

export const evening: Evening = {
  on: "2026-11-24", last_contact_at: at("18:02"),
  visits: { made: 6, received: 5, applied: 5, set_aside: 0 }, portraits: { made: 2, received: 1, applied: 1, set_aside: 0 },
  handouts: { made: 23, received: 20, applied: 20, set_aside: 0 }, applications: { made: 2, received: 2, applied: 1, set_aside: 1 },
  other: { made: 0, received: 0, applied: 0, set_aside: 0 }, pictures_owed: 1,
  set_aside: [{ kind: "application", household: "0102-004", at: at("11:20"), reason: "change_out_of_scope" }],
  areas: [{ area: "三分场", here: 4120, there: 4120, agrees: true }, { area: "七分场", here: 3871, there: 3871, agrees: true }],
};

export const entries: SyncEntry[] = [
  { at: at("16:40"), kind: "visit", title: "那仁满都拉·朝鲁 0102-031", state: "applied", reason: null },
  { at: at("14:05"), kind: "visit", title: "其其格 0102-004", state: "received", reason: null },
  { at: at("11:20"), kind: "application", title: "萨仁 换领", state: "set_aside", reason: "change_out_of_scope" },
  { at: at("11:02"), kind: "visit", title: "巴特尔 0101-017", state: "unsent", reason: null },
];
