// Made-up requests, hazards, suggestions, needs for hands and volunteers, in several states.
import type { Matter } from "../lib/ipc";
import { entry, matter } from "./making";

const here = { area_id: "a2" };
const nowhere = { household_id: null, household_code: "", head_name: "" };
const other = { household_id: "h3", household_code: "0102-004", head_name: "其其格", area_id: "a3" };

export const answered = matter(
  entry("r2", "2026-11-19", { kind: "request", body: { came_by: "phone", asked: "老人要去旗医院复查，家里没车", promised_on: null } }, other),
  { state: "answered", later: [
    entry("r2a", "2026-11-19", { kind: "response", body: { request: "r2", is: "taken_over", note: "联系了警务助理的车" } }, { at: "2026-11-19T10:45:00+08:00", officer_name: "乌云" }),
    entry("r2b", "2026-11-19", { kind: "response", body: { request: "r2", is: "answered", note: "下午三点送到医院，陪着挂了号" } }, { at: "2026-11-19T15:10:00+08:00" }),
  ] },
);

export const wire = matter(
  entry("z1", "2026-11-20", { kind: "hazard", body: {
    kind: "wire", place: "机井房门口", note: "电线外皮磨破了，离草垛不到两米", point: { latitude: 44.58213, longitude: 116.03471 }, pictures: [{ hash: "00", size_bytes: 1 }], until: "2026-11-27",
  } }, here),
  { due_on: "2026-11-27", later: [entry("z1a", "2026-11-22", { kind: "hazard_check", body: { hazard: "z1", fixed: false, note: "电工明天来，先拉了警戒带", pictures: [] } }, here)] },
);
export const ice = matter(
  entry("z2", "2026-11-15", { kind: "hazard", body: { kind: "ice", place: "河上第二座桥旁边", note: "冰薄，有车印", point: null, pictures: [], until: null } }, nowhere),
  { state: "fixed", open: false, later: [entry("z2a", "2026-11-21", { kind: "hazard_check", body: { hazard: "z2", fixed: true, note: "立了警示牌，绕行", pictures: [{ hash: "00", size_bytes: 1 }] } }, nowhere)] },
);

export const sign = matter(entry("s1", "2026-11-18", { kind: "suggestion", body: { text: "冬天路口看不清，希望多一块指示牌" } }), {});
export const hours = matter(
  entry("s2", "2026-11-02", { kind: "suggestion", body: { text: "户籍窗口能不能周末也开半天，牧民平时走不开" } }, other),
  { state: "measured", later: [entry("s2a", "2026-11-16", { kind: "measure", body: { suggestion: "s2", text: "每月第一个周六上午开窗口，车到嘎查", same_as: null } }, { officer_name: "娜仁" })] },
);
export const unnamed = matter(entry("s3", "2026-11-12", { kind: "suggestion", body: { text: "夜里过路的大车太快，希望在嘎查口减速" } }, nowhere), {});
export const told = matter(
  entry("s4", "2026-10-08", { kind: "suggestion", body: { text: "希望联系卡上的电话写大一点" } }),
  { state: "told_back", open: false, later: [
    entry("s4a", "2026-10-20", { kind: "measure", body: { suggestion: "s4", text: "新印的卡字号加大了一倍" } }),
    entry("s4b", "2026-10-27", { kind: "told_back", body: { suggestion: "s4", note: "说这回不戴眼镜也看得见" } }),
  ] },
);

const lent = (id: string, wanted: string, done: boolean, hands: number, team: string, note = "") =>
  entry(id, "2026-11-22", { kind: "hands_lent", body: { wanted, done, hands, team, note } });
export const fodder = matter(
  entry("g1", "2026-11-20", { kind: "hands_wanted", body: { work: "unload_fodder", from: "2026-11-25", to: "2026-11-26", hands: 5, note: "两车草料，有一台装载机" } }),
  { state: "promised", due_on: "2026-11-25", later: [lent("g1a", "g1", false, 3, "三分场联防队")] },
);
export const fence = matter(
  entry("g2", "2026-11-19", { kind: "hands_wanted", body: { work: "mend_fence", from: "2026-11-27", to: "2026-12-02", hands: 4, note: "" } }, other),
  { state: "promised", due_on: "2026-11-27", later: [lent("g2a", "g2", false, 4, "嘎查青年")] },
);
export const errand = matter(
  entry("g3", "2026-11-18", { kind: "hands_wanted", body: { work: "errand", from: "2026-11-25", to: "2026-11-25", hands: 1, note: "取药" } }, { household_code: "0102-031", head_name: "那仁满都拉·朝鲁" }),
  { due_on: "2026-11-25" },
);
export const shed = matter(
  entry("g4", "2026-11-16", { kind: "hands_wanted", body: { work: "repair", from: "2026-11-23", to: "2026-11-24", hands: 2, note: "羊圈的门" } }, { household_code: "0101-022", head_name: "宝音德力格尔" }),
  { state: "done", open: false, due_on: "2026-11-23", later: [lent("g4a", "g4", true, 3, "民警两人、网格员", "门和两根柱子都换了")] },
);
export const shearing = matter(
  entry("g5", "2026-11-16", { kind: "hands_wanted", body: { work: "shear_wool", from: "2027-06-05", to: "2027-06-12", hands: 8, note: "三百只羊" } }, other),
  { due_on: "2027-06-05" },
);

export const shelter = matter(entry("f1", "2026-10-11", { kind: "volunteer", body: {
  name: "巴特尔", phone: "000 1357 0246", helps_with: ["shelter", "search", "transport"], reachable: "白天放羊，晚上六点以后在家", group: "联防堡垒户", consent_on: "2026-10-11",
} }, here), { state: "willing", open: false });
export const rider = matter(entry("f2", "2026-09-03", { kind: "volunteer", body: {
  name: "其其格", phone: "000 2468 1357", helps_with: ["interpreting", "mediation"], reachable: "随时", group: "", consent_on: "2026-09-03",
} }, other), { state: "willing", open: false });
export const patrol = matter(entry("f3", "2026-08-20", { kind: "volunteer", body: {
  name: "阿古拉", phone: "000 8642 7531", helps_with: ["fire", "hands", "patrol"], reachable: "", group: "国门护卫队", consent_on: "2026-08-20",
} }, here), { state: "willing", open: false });
export const left = matter(
  entry("f4", "2026-05-06", { kind: "volunteer", body: { name: "布和", phone: "000 0000 0007", helps_with: ["transport"], reachable: "", group: "", consent_on: "2026-05-06" } }, { ...nowhere, ...here }),
  { state: "withdrawn", open: false, later: [entry("f4a", "2026-11-01", { kind: "consent", body: { volunteer: "f4", given: false } }, here)] },
);

export const helping: Matter[] = [
  answered, wire, ice, sign, hours, unnamed, told, fodder, fence, errand, shed, shearing, shelter, rider, patrol, left,
];
