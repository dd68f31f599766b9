// Made-up numbers, and the households to which nobody went.
import type { Backend, Entry, Line } from "../lib/ipc";
import { entry } from "./making";
import { applied, asked, delivered, talk } from "./matters";

const line = (month: string, scale: number): Line => ({
  area: null, area_name: "", officer: null, officer_name: "", month, households: 31 * scale, people: 112 * scale, response_hours: 5.4,
  figures: {
    visits: 38 * scale, services: 64 * scale, interpreting: 9 * scale, hands: 6 * scale, disputes: 3 * scale, disputes_resolved: 2 * scale, requests: 11 * scale,
    requests_answered: 10 * scale, hazards: 4 * scale, hazards_fixed: 3 * scale, suggestions: 5 * scale, applications: 7 * scale, portraits: 7 * scale, portraits_judged: 7 * scale,
    portraits_first_try: 6 * scale, documents_finished: 5 * scale, documents_in_time: 5 * scale, documents_delivered: 4 * scale, activities: 2 * scale, audience: 46 * scale,
    leaflets: 130 * scale, cards: 41 * scale, anti_fraud: 22 * scale,
  },
});
const scales: Record<string, number> = { "2026-02": 1, "2026-03": 2, "2026-04": 3, "2026-06": 2, "2026-07": 4, "2026-08": 3, "2026-09": 2, "2026-10": 3, "2026-11": 1 };

const visits: Entry[] = [
  entry("v1", "2026-11-23", { kind: "visit", body: { diary: "草场围栏西头被雪压倒了一段，帮着扶了起来。老额吉的换领手续要在春节前办。" } }),
  entry("v2", "2026-11-23", { kind: "visit", body: { diary: "给孩子上学的事打听了校车时间，讲了冒充客服的骗局。" } }, { head_name: "其其格", household_code: "0102-004" }),
];

export const counted: Partial<Backend> = {
  statistics: async ({ by_month, from }) => (by_month ? Object.entries(scales).map(([month, scale]) => line(month, scale)) : [line("", from === null ? 21 : 1)]),
  behind: async (_, figure) => ({ rows: figure === "visits" ? visits : [asked.opening, applied.opening, delivered.opening, talk], more: true }),
  unvisited: async (since) => ({ more: false, rows: [
    { household_id: "h9", code: "0102-040", head_name: "呼和", area_name: "查干敖包嘎查", last_on: null },
    { household_id: "h8", code: "0101-009", head_name: "那顺", area_name: "巴彦塔拉嘎查", last_on: "2026-03-02" },
    { household_id: "h7", code: "0102-031", head_name: "那仁满都拉·朝鲁", area_name: "查干敖包嘎查", last_on: "2026-08-19" },
  ].filter((one) => one.last_on === null || one.last_on < since) }),
};
