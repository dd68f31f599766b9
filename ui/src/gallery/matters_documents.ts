// Made-up applications on their way to the door: being made, at the station, in backpacks, handed over.
import type { Application, Entry, FactBody, Matter, Step } from "../lib/ipc";

const at = (day: string) => `${day}T10:20:00+08:00`;
const who = { p3: ["m7", "乌云娜", "0101-022"], p4: ["m2", "萨仁", "0101-017"], p5: ["m8", "那仁满都拉·朝鲁", "0102-031"], p6: ["m6", "白塔娜", "0102-031"], p7: ["m5", "巴图孟和", "0101-030"], p8: ["m3", "阿古拉", "0101-017"], p9: ["m9", "其其格", "0102-004"] } as const;
type Id = keyof typeof who;

function entry(of: Id, id: string, day: string, body: FactBody, officer_name = "苏和"): Entry {
  const [person_id, person_name, household_code] = who[of];
  return { id, at: at(day), officer_id: "o1", officer_name, area_id: "a1", household_id: "h1", household_code, head_name: "巴特尔", person_id, person_name, corrects: null, body };
}
const step = (of: Id, day: string, said: Step, officer?: string) => entry(of, `${of}-${day}-${said.is}`, day, { kind: "progress", body: { application: of, step: said } }, officer);
const portrait = (of: Id, day: string) =>
  entry(of, `${of}-portrait`, day, { kind: "portrait", body: { application: of, picture: "00", size_bytes: 20480, profile: "ga461", profile_version: 2 } });
const DESK = "高娃";
const made = (of: Id): Entry[] => [
  step(of, "2026-10-09", { is: "accepted" }, DESK), step(of, "2026-10-10", { is: "in_production" }, DESK), step(of, "2026-11-18", { is: "ready" }, DESK),
];
const taken = (of: Id, officer = "苏和") => step(of, "2026-11-23", { is: "taken_along", officer: "o1" }, officer);

function matter(of: Id, body: Partial<Application>, over: Partial<Matter>): Matter {
  const opening = entry(of, of, "2026-10-06", { kind: "application", body: { kind: "renewal", reason: "到期", notice_version: 1, ...body } });
  return { id: of, opening, later: [], state: "ready", open: true, due_on: body.poor_traffic ? "2027-01-04" : "2026-12-05", custody: { place: "station" }, ...over };
}

const signature: [number, number][][] = [
  [[20, 60], [30, 30], [44, 24], [52, 40], [40, 66], [28, 70], [48, 58], [70, 44]], [[80, 26], [82, 48], [78, 72]], [[66, 40], [98, 36], [116, 40]], [[104, 50], [98, 70], [116, 60], [132, 44], [140, 66]],
];
const over = step("p8", "2026-11-23", { is: "delivered", to: { who: "relative", person: "m1", name: "巴特尔", relation: "父母" }, signature, at: { latitude: 44.58213, longitude: 116.03471 } });

const ready = matter("p3", { kind: "replacement", reason: "丢失", fee_fen: 4000, papers: [{ kind: "booklet", picture: { hash: "00", size_bytes: 1 } }, { kind: "other", picture: null }] }, { later: [portrait("p3", "2026-10-06"), ...made("p3")] });
const carried = matter("p4", { fee_fen: 2000, poor_traffic: true, papers: [{ kind: "old_id_card", picture: null }] }, { state: "in_backpack", custody: { place: "backpack", officer: "o1" }, later: [portrait("p4", "2026-10-06"), ...made("p4"), taken("p4")] });
const booklet = matter("p5", { kind: "booklet", reason: "新生儿落户" }, { state: "in_backpack", custody: { place: "backpack", officer: "o1" }, later: [...made("p5"), taken("p5")] });
const permit = matter("p6", { kind: "residence_permit", reason: "来放牧" }, { later: made("p6") });
const elsewhere = matter("p7", {}, { state: "in_backpack", custody: { place: "backpack", officer: "o2" }, later: [...made("p7"), taken("p7", "王志远")] });
const handed = matter("p8", { kind: "first", reason: "满 16 周岁" }, { state: "delivered", open: false, custody: { place: "handed_over" }, later: [portrait("p8", "2026-10-06"), ...made("p8"), taken("p8"), over] });
const making = matter("p9", {}, { state: "in_production", custody: { place: "none" }, later: made("p9").slice(0, 2) });

export const documents: Matter[] = [ready, carried, booklet, permit, elsewhere, handed, making];
export const handedOver: Entry[] = [over];
