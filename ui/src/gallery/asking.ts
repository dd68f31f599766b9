// A made-up quiz and survey, half answered and answered.
import type { Backend, Entry, Question, QuestionnaireView } from "../lib/ipc";
import { entry } from "./making";

const yes = [
  { name: "yes", label: { zh: "有", mn: "ᠪᠠᠶᠢᠨ᠎ᠠ", en: "Yes" } },
  { name: "no", label: { zh: "没有", mn: "ᠦᠭᠡᠢ", en: "No" } },
];
const quiz: Question[] = [
  { name: "begin", kind: "note", label: { zh: "一共四题，想不出来可以跳过，答完告诉您正确答案。", mn: "ᠳᠥᠷᠪᠡᠨ ᠠᠰᠠᠭᠤᠯᠲᠠ ᠪᠠᠶᠢᠨ᠎ᠠ᠃", en: "Four questions; skip what you do not know." } },
  {
    name: "code", kind: "select_one", required: true, points: 1, right: ["never"],
    label: { zh: "有人打电话说是公安局的，要您手机上的验证码，怎么办？", mn: "ᠬᠡᠨ ᠨᠢᠭᠡᠨ ᠤᠲᠠᠰᠤᠳᠠᠵᠤ ᠺᠣᠳ᠋ ᠠᠰᠠᠭᠤᠪᠠᠯ ᠶᠠᠬᠢᠬᠤ ᠪᠤᠢ?", en: "Somebody phones, says it is the police and asks for the code on your phone. What do you do?" },
    choices: [
      { name: "tell", label: { zh: "是公安局的，可以告诉他", mn: "ᠬᠡᠯᠡᠨ᠎ᠡ", en: "Tell them" } },
      { name: "never", label: { zh: "谁要都不给，挂电话，打 110", mn: "ᠬᠡᠨ ᠳᠦ ᠴᠤ ᠥᠭᠬᠦ ᠦᠭᠡᠢ᠂ 110 ᠳᠤ ᠤᠲᠠᠰᠤᠳᠠᠨ᠎ᠠ", en: "Never tell anybody, hang up, call 110" } },
      { name: "ask", label: { zh: "先问他是哪个派出所的", mn: "ᠠᠰᠠᠭᠤᠨ᠎ᠠ", en: "Ask which station they are from" } },
    ],
  },
  {
    name: "signs", kind: "select_multiple", points: 2, right: ["fee", "prize"],
    label: { zh: "下面哪些话多半是骗子说的？", mn: "ᠮᠡᠬᠡᠯᠡᠭᠴᠢ ᠶᠠᠮᠠᠷ ᠦᠭᠡ ᠬᠡᠯᠡᠳᠡᠭ ᠪᠤᠢ?", en: "Which of these does a swindler say?" },
    choices: [
      { name: "fee", label: { zh: "贷款不用抵押，先交一笔保证金", mn: "ᠵᠡᠭᠡᠯᠡ ᠠᠪᠬᠤ ᠳᠤ ᠡᠬᠢᠯᠡᠭᠡᠳ ᠮᠥᠩᠭᠥ ᠲᠥᠯᠥ", en: "A loan without security: pay a deposit first" } },
      { name: "prize", label: { zh: "您中奖了，先交税", mn: "ᠰᠢᠩᠨᠠᠯ ᠠᠪᠤᠪᠠ᠂ ᠲᠠᠲᠠᠪᠤᠷᠢ ᠲᠥᠯᠥ", en: "You have won: pay the tax first" } },
      { name: "visit", label: { zh: "明天上午我到您家走访", mn: "ᠮᠠᠷᠭᠠᠰᠢ ᠠᠶᠢᠯᠴᠢᠯᠠᠨ᠎ᠠ", en: "I will visit you tomorrow morning" } },
    ],
  },
  { name: "number", kind: "integer", points: 1, right: ["96110"], label: { zh: "全国反诈专线是哪个号码？", mn: "ᠮᠡᠬᠡᠯᠡᠭᠴᠡ ᠡᠴᠡ ᠰᠡᠷᠭᠡᠶᠢᠯᠡᠬᠦ ᠤᠲᠠᠰᠤ?", en: "What is the national anti-fraud line?" }, hint: { zh: "五位数", mn: "ᠲᠠᠪᠤᠨ ᠣᠷᠣᠨᠲᠤ ᠲᠣᠭ᠎ᠠ", en: "Five digits" } },
  { name: "app", kind: "select_one", points: 1, right: ["yes"], label: { zh: "手机上有没有装国家反诈中心？", mn: "ᠭᠠᠷ ᠤᠲᠠᠰᠤ ᠳᠤ ᠠᠫᠫ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ?", en: "Is the anti-fraud app on your phone?" }, choices: yes },
];
const survey: Question[] = [
  { name: "signal", kind: "select_one", required: true, label: { zh: "家里手机有没有信号？", mn: "ᠭᠡᠷ ᠲᠦ ᠰᠢᠩᠨᠠᠯ ᠪᠠᠶᠢᠨ᠎ᠠ ᠤᠤ?", en: "Is there a phone signal at home?" }, choices: yes },
  { name: "walk", kind: "integer", relevant: "${signal} = 'no'", label: { zh: "要走多远才有信号？", en: "How far must one go?" }, hint: { zh: "大概多少公里", en: "About how many kilometres" } },
  { name: "wish", kind: "text", label: { zh: "对派出所有什么建议？", mn: "ᠴᠠᠭᠳᠠᠭᠠᠨ ᠤ ᠬᠣᠷᠢᠶᠠᠨ ᠳᠤ ᠰᠠᠨᠠᠯ?", en: "What do you suggest to the station?" } },
];
const questionnaires: QuestionnaireView[] = [
  { id: "q1", code: "fraud", version: "2026.2", title: "反诈知识竞答", title_mn: "ᠮᠡᠬᠡᠯᠡᠭᠴᠡ ᠡᠴᠡ ᠰᠡᠷᠭᠡᠶᠢᠯᠡᠬᠦ", kind: "quiz", form: quiz },
  { id: "q3", code: "fire", version: "1", title: "草原防火知识竞答", title_mn: null, kind: "quiz", form: quiz.slice(1, 3) },
  { id: "q2", code: "signal", version: "1", title: "通信信号情况问卷", title_mn: "ᠰᠢᠩᠨᠠᠯ", kind: "survey", form: survey },
];

const begun = { questionnaire: "q1", version: "2026.2", answers: { code: "never" } };
const kept = new Map([["questionnaire/q1/h1", JSON.stringify({ body: begun, around: { happened_at: null, household_id: "h1", person_id: null, area_id: null } })]]);

export const answered: Entry[] = [
  entry("k1", "2026-11-23", { kind: "answers", body: { questionnaire: "q1", version: "2026.2", answers: { code: "never", signs: ["fee"], number: "96110", app: "yes" }, score: { points: 3, of: 5 } } }),
  entry("k2", "2026-11-22", { kind: "answers", body: { questionnaire: "q2", version: "1", answers: { signal: "no", walk: "4", wish: "冬天多来几趟" } } }, { household_id: null, household_code: "", head_name: "" }),
];

export const asking: Partial<Backend> = {
  questionnaires: async () => questionnaires,
  asked: async (id, given) => (questionnaires.find((one) => one.id === id)?.form ?? []).filter((one) => one.relevant == null || given["signal"] === "no").map((one) => one.name ?? ""),
  keptForm: async (place) => kept.get(place) ?? null,
};
