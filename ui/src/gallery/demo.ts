// A backend that only pretends: for the gallery's screens. Whoever looks for behaviour looks at the controllers' tests.
import type { Backend } from "../lib/ipc/backend";
import type { Language, Stage, SyncState, Theme } from "../lib/ipc";
import { cardSvg } from "./card_svg";
import { asking, answered } from "./asking";
import { counted } from "./counted";
import * as matters from "./matters";
import { handedOver } from "./matters_documents";
import * as outreach from "./outreach";
import * as people from "./people";

export type Scene = { stage: Stage; language: Language; theme: Theme; running: boolean; failing: boolean };

const silent = { listen: async () => () => {} };

export function demo(scene: Scene): Backend {
  const state: SyncState = scene.running ? { ...people.today.sync, running: true } : people.today.sync;
  return {
    appState: async () => ({
      stage: scene.stage, preferences: { language: scene.language, theme: scene.theme },
      station_name: scene.stage === "open" || scene.stage === "emptied" ? "巴彦塔拉边境派出所" : null, emptied_at: scene.stage === "emptied" ? "2026-11-23T01:20:00Z" : null, officer_id: scene.stage === "open" ? "o1" : null, officer_name: scene.stage === "open" ? "苏和" : null,
      wait_seconds: 0,
    }),
    station: async () => ({ name: "巴彦塔拉边境派出所", name_mn: null, duty_phone: "00012345678", emergency_phone: "110" }),
    readCode: async () => null,
    enrolAnew: async () => null,
    conflicts: async () => [{
      row: "h1", register: "household", field: "phone", title: "0101-017 巴特尔", household_id: "h1", seen: "[]",
      choices: [{ shown: "00012340001", value: '"00012340001"' }, { shown: "00012340009", value: '"00012340009"' }],
    }],
    settleConflict: async () => null,
    setPreferences: async () => null,
    readEnrolment: async () => ({ station_name: "巴彦塔拉边境派出所", officer_name: "苏和", expires_at: "2026-12-01T00:00:00Z" }),
    enrol: async () => null,
    unlock: async () => Promise.reject({ code: "wrong_passphrase", params: { wait_seconds: "5" } }),
    lock: async () => null,
    today: async () => people.today,
    areas: async () => people.areas,
    searchRegister: async (query) => (query.includes("?") ? { hits: [], more: false } : { hits: people.hits, more: true }),
    household: async () => people.household,
    editHousehold: async () => null,
    person: async () => people.person,
    materials: async () => people.materials,
    openDraft: async () => structuredClone(people.draft),
    openCorrection: async () => ({ ...structuredClone(people.draft), corrects: "v1" }),
    saveDraft: async () => null,
    discardDraft: async () => null,
    saveVisit: async () => Promise.reject({ code: "invalid_fields", params: { diary: "required", "services.1.note": "too_long" } }),
    visit: async (id) => (id === "v2" ? { ...people.visitPage, corrected_by: "v3" } : people.visitPage),
    matters: async (which) => matters.all.filter((one) => (!which.kinds?.length || which.kinds.includes(one.opening.body.kind)) && (one.open || !which.open_only)),
    openMatters: async () => ({ application: 3, dispute: 2, request: 1, hazard: 1, suggestion: 2, hands_wanted: 4 }),
    matter: async (id) => matters.all.find((one) => one.id === id) ?? matters.asked,
    entries: async (kind) => (kind === "progress" ? handedOver : outreach.activities),
    entry: async (id) => [...answered, ...outreach.activities, ...matters.all.flatMap((one) => [one.opening, ...one.later])].find((one) => one.id === id) ?? matters.asked.opening,
    saveRecord: async (record) => (record.body.kind === "application" ? "p1" : record.body.kind === "answers" ? "k1" : Promise.reject({ code: "invalid_fields", params: { asked: "required" } })),
    withdrawRecord: async () => "w1",
    keepForm: async () => null,
    keptForm: async () => null,
    servicePoints: async () => outreach.points,
    phrases: async () => outreach.phrases,
    questionnaires: async () => [],
    asked: async () => [],
    statistics: async () => [],
    behind: async () => ({ rows: [matters.talk], more: false }),
    unvisited: async () => ({ rows: [], more: false }),
    deleteExportedRecord: async () => null,
    exportCertificate: async () => "/home/officer/背包/quiz-certificate.pdf",
    exportPoints: async () => "/home/officer/背包/service-points.pdf",
    areaPlaces: async () => outreach.areaPlaces,
    exportPictures: async () => ({ paths: ["/home/officer/背包/activity.jpg"], faces: 7, elsewhere: 0 }),
    openLibraryFile: async () => "/home/officer/背包/leaflet.pdf",
    personRecord: async () => matters.record,
    exportPersonRecord: async () => ({ pdf: "/home/officer/背包/person-record.pdf", json: "/home/officer/背包/person-record.json" }),
    paper: async (ask) => ({ pages: [cardSvg], fits_a_roll: ask.paper === "visit_slip", faults: [] }),
    exportPaper: async (ask) => `/home/officer/背包/${ask.paper}.pdf`,
    printer: async () => ({
      address: "/dev/rfcomm0", roll: "mm58", found: ["/dev/rfcomm0", "/dev/usb/lp0"],
      waiting: [
        { id: 1, paper: "taken", at: "2026-11-24T01:10:00Z", trouble: "no_paper" },
        { id: 2, paper: "card", at: "2026-11-24T02:31:00Z", trouble: "unsure" },
      ],
    }),
    choosePrinter: async () => null,
    printPaper: async () => "no_paper",
    printCard: async () => null,
    printAgain: async () => "gone",
    dropPrint: async () => null,
    materialCode: async () => ({ text: "防诈骗宣传单\n巴彦塔拉边境派出所 00001102233", svg: cardSvg }),
    outdatedCards: async () => people.household.cards,
    keepPicture: async () => ({ hash: "00", size_bytes: 1 }),
    attachPortrait: async () => null,
    myCard: async () => ({
      name: "苏和", badge: "000317", station: "巴彦塔拉边境派出所", duty_phone: "000 0110 2233", svg: cardSvg, faults: [], missing: [{ code: "missing_glyph", field: "name", params: { character: "𫛭", codepoint: "U+2B6ED", fallback: "〓" } }],
      back_svg: cardSvg, back_faults: [], back_missing: [], photo_missing: true,
    }),
    exportCard: async (what) => `/home/officer/背包/${what}`,
    syncNow: async () => null,
    stopSync: async () => null,
    syncState: async () => state,
    syncEntries: async () => people.entries,
    exportBundle: async () => ({ path: "/home/officer/背包/beibao-7f3a01-2026-11-24.beibao", changes: 3, pictures: 1 }),
    importBundle: async () => ({ received: 12, carry_again: false }),
    evening: async (on) => ({ ...people.evening, on }),
    examinePortrait: async () => ({
      token: "token",
      report: {
        profile: "ga461", profile_version: 2, accepted: !scene.failing, whitened: false, asks: ["bareheaded", "hands_away", "natural_expression", "no_uniform", "usual_glasses"],
        source_width_px: 1280, source_height_px: 1600, measurements: null,
        checks: [
          { name: "single_face", verdict: "pass", measured: 1, limit: { min: 1, max: 1, unit: "count" }, advice: "none" },
          { name: "face_size", verdict: "pass", measured: 3.1, limit: { min: 2, max: null, unit: "ratio" }, advice: "none" },
          { name: "sharpness", verdict: scene.failing ? "fail" : "warn", measured: 41.7, limit: { min: 60, max: null, unit: "ratio" }, advice: "hold_still" },
          { name: "exposure", verdict: "pass", measured: 128, limit: { min: 90, max: 170, unit: "luma" }, advice: "none" },
          { name: "geometry", verdict: "pass", measured: 2, limit: { min: null, max: 14, unit: "px" }, advice: "none" },
          { name: "file", verdict: "pass", measured: 17400, limit: { min: 14000, max: 30000, unit: "bytes" }, advice: "none" },
        ],
      },
    }),
    portraitImage: portrait,
    livePortrait: async () => (scene.failing ? [{ check: "face_size", advice: "come_closer", verdict: "fail" }] : []),
    picture: portrait,
    ...asking,
    ...counted,
    events: {
      syncProgress: {
        listen: async (heard) => {
          if (scene.running) heard({ payload: { phase: "sending", done: 17, total: 40, bytes: 1_482_113 } });
          return () => {};
        },
      },
      syncChanged: silent, registerChanged: silent,
    },
  };
}

/** A drawn head and shoulders: nobody's face. */
async function portrait(): Promise<ArrayBuffer> {
  const canvas = document.createElement("canvas");
  [canvas.width, canvas.height] = [358, 441];
  const pen = canvas.getContext?.("2d");
  if (!pen) return new ArrayBuffer(0);
  const shape = (colour: string, x: number, y: number, rx: number, ry: number) => {
    pen.fillStyle = colour;
    pen.beginPath();
    pen.ellipse(x, y, rx, ry, 0, 0, 7);
    pen.fill();
  };
  shape("white", 179, 220, 400, 400);
  shape("slategray", 179, 470, 150, 150);
  shape("saddlebrown", 179, 160, 92, 110);
  shape("burlywood", 179, 190, 80, 104);
  const blob = await new Promise<Blob | null>((made) => canvas.toBlob(made, "image/jpeg", 0.9));
  return blob ? blob.arrayBuffer() : new ArrayBuffer(0);
}
