// Made-up events, phrases and service points. The Mongolian was not proof-read either.
import type { AreaPlaces, Entry, Phrase, ServicePointView } from "../lib/ipc";
import { entry } from "./making";
import { talk } from "./matters";

const house = { household_id: null, household_code: "", head_name: "" };
export const activities: Entry[] = [
  talk,
  entry("a2", "2026-11-11", { kind: "activity", body: {
    kind: "school", topic: "交通安全、未成年人保护", audience: 126, place: "苏木中心小学", note: "校门口的减速带磨平了，老师请我们转告。",
    handouts: [{ material_id: "t2", count: 120 }, { material_id: "t4", count: 6 }], pictures: [{ hash: "p1", size_bytes: 1 }],
  } }, house),
  entry("a3", "2026-11-03", { kind: "activity", body: { kind: "service_point", topic: "身份证、户口怎么办", audience: 31, place: "查干敖包流动便民服务站", handouts: [], pictures: [] } }, house),
  entry("a4", "2026-10-27", { kind: "activity", body: { kind: "joint_patrol", topic: "牲畜防盗", audience: 9, place: "七分场东线", handouts: [], pictures: [] } }, house),
  entry("a5", "2026-10-16", { kind: "activity", body: { kind: "performance", topic: "防范电信网络诈骗", audience: 210, place: "巴彦塔拉嘎查文化室", handouts: [], pictures: [] } }, house),
];

const around = (latitude: number, longitude: number) => [[0, 0], [0.09, 0.02], [0.05, 0.14], [-0.06, 0.1], [-0.04, -0.08], [0.02, 0.05]].map(([north, east]) => ({ latitude: latitude + (north ?? 0), longitude: longitude + (east ?? 0) }));
export const areaPlaces: AreaPlaces[] = [
  { name: "三分场", name_mn: "ᠭᠤᠷᠪᠠᠳᠤᠭᠠᠷ ᠬᠡᠰᠢᠭ", places: around(44.6, 116.1) }, { name: "七分场", name_mn: "ᠳᠣᠯᠣᠳᠤᠭᠠᠷ ᠬᠡᠰᠢᠭ", places: around(44.42, 116.28) },
];

export const points: ServicePointView[] = [
  { id: "s1", code: "point-1", kind: "mobile_station", name: "查干敖包流动便民服务站", name_mn: "ᠴᠠᠭᠠᠨ ᠣᠪᠣᠭ᠎ᠠ ᠥᠷᠲᠡᠭᠡ", place: "查干敖包嘎查委员会东侧", latitude: 44.61127, longitude: 116.20894, opening: "每周二、周五 10:00–16:00，白灾天停", phone: "000 0110 2233", closed: false },
  { id: "s2", code: "point-2", kind: "vehicle", name: "东线便民服务车", name_mn: null, place: "跟着转场走，问值班电话", latitude: null, longitude: null, opening: "每月 5 日、20 日", phone: "000 0110 2244", closed: false },
  { id: "s3", code: "point-3", kind: "mediation_container", name: "北营子集装箱调解室", name_mn: null, place: "北营子机井旁", latitude: 44.58213, longitude: 116.03471, opening: "", phone: "", closed: true },
];

const phrase = (code: string, topic: string, zh: string, mn: string, sounds: string, recorded = false): Phrase => ({
  code, topic, zh, mn, sounds, recording: recorded ? { hash: code, size_bytes: 9000 } : null,
});
export const phrases: Phrase[] = [
  phrase("01", "见面", "您好", "ᠰᠠᠶᠢᠨ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ", "sain bainuu", true),
  phrase("02", "见面", "我是派出所的民警", "ᠪᠢ ᠴᠠᠭᠳᠠᠭ᠎ᠠ ᠶᠢᠨ ᠲᠣᠪᠴᠢᠶᠠᠨ ᠤ ᠴᠠᠭᠳᠠᠭ᠎ᠠ", "bi tsagdaagiin tovchoony tsagdaa"),
  phrase("03", "见面", "羊都好吧？草够吃吗？", "ᠬᠣᠨᠢ ᠰᠠᠶᠢᠨ ᠤᠤ? ᠡᠪᠡᠰᠦ ᠬᠦᠷᠦᠯᠴᠡᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ?", ""),
  phrase("11", "证件", "身份证到期了吗？", "ᠦᠨᠡᠮᠯᠡᠯ ᠦᠨ ᠬᠤᠭᠤᠴᠠᠭ᠎ᠠ ᠳᠠᠭᠤᠰᠤᠭᠰᠠᠨ ᠤᠤ?", "unemlehiin hugatsaa duussan uu"),
  phrase("12", "证件", "请在这里签字", "ᠡᠨᠳᠡ ᠭᠠᠷ ᠤᠨ ᠦᠰᠦᠭ ᠵᠢᠷᠤᠭᠠᠷᠠᠶᠢ", ""),
  phrase("21", "反诈", "不要给陌生人转账", "ᠲᠠᠨᠢᠬᠤ ᠦᠭᠡᠢ ᠬᠦᠮᠦᠨ ᠳᠦ ᠮᠥᠩᠭᠦ ᠪᠢᠲᠡᠭᠡᠢ ᠰᠢᠯᠵᠢᠭᠦᠯᠦᠭᠡᠷᠡᠢ", "tanihgui hund mongo buu shiljuul", true),
  phrase("22", "反诈", "验证码谁也不能告诉", "ᠪᠠᠲᠤᠯᠠᠭᠠᠨ ᠤ ᠨᠣᠮᠧᠷ ᠢ ᠬᠡᠨ ᠳᠦ ᠴᠦ ᠪᠢᠲᠡᠭᠡᠢ ᠬᠡᠯᠡᠭᠡᠷᠡᠢ", ""),
  phrase("31", "求助", "哪里不舒服？", "ᠬᠠᠮᠢᠭ᠎ᠠ ᠡᠪᠡᠳᠦᠵᠦ ᠪᠠᠶᠢᠨ᠎ᠠ?", "haana ovdoj baina"),
  phrase("32", "求助", "别着急，我们马上来", "ᠪᠢᠲᠡᠭᠡᠢ ᠶᠠᠭᠠᠷᠠ᠂ ᠪᠢᠳᠡ ᠣᠳᠣ ᠣᠴᠢᠨ᠎ᠠ", ""),
  phrase("33", "求助", "有事打这个电话", "ᠬᠡᠷᠡᠭ ᠭᠠᠷᠪᠠᠯ ᠡᠨᠡ ᠤᠲᠠᠰᠤ ᠪᠠᠷ ᠶᠠᠷᠢᠭᠠᠷᠠᠶᠢ", ""),
];
