import type { Place } from "../field/place";
import { disputePlaces } from "./matters_dispute";
import { helping } from "./places_helping";

/** Every screen there is, entered with the made-up people. */
export const places: Record<string, Place> = {
  today: { at: "today" }, find: { at: "find" }, household: { at: "household", id: "h1" }, person: { at: "person", id: "m2" },
  draft: { at: "draft", household_id: "h1" }, visit: { at: "visit", id: "v1" }, corrected: { at: "visit", id: "v2" },
  apply: { at: "record", kind: "application", person_id: "m2" }, portrait: { at: "portrait", application_id: "p1", person_id: "m2" },
  backpack: { at: "backpack" }, matters: { at: "matters", kind: "request" }, matter: { at: "matter", id: "r1" },
  activities: { at: "activities" }, request: { at: "record", kind: "request", household_id: "h1" }, response: { at: "record", kind: "response", about: "r1" },
  applications: { at: "matters", kind: "application" }, "apply-anywhere": { at: "record", kind: "application" }, custody: { at: "custody" }, returned: { at: "matter", id: "p2" },
  ready: { at: "matter", id: "p3" }, carried: { at: "matter", id: "p4" }, elsewhere: { at: "matter", id: "p7" }, handedover: { at: "matter", id: "p8" },
  deliver: { at: "record", kind: "progress", as: "delivered", about: "p4" }, bringback: { at: "record", kind: "progress", as: "brought_back", about: "p4" },
  ...disputePlaces,
  activity: { at: "activity", id: "a2" }, activity_form: { at: "record", kind: "activity" }, activity_again: { at: "record", kind: "activity", corrects: "a2" },
  materials: { at: "materials" }, points: { at: "points" }, phrasebook: { at: "phrasebook" }, phrase: { at: "phrasebook", code: "21" },
  questionnaires: { at: "questionnaires" }, questionnaire: { at: "questionnaire", id: "q1" }, quiz: { at: "questionnaire", id: "q1", household_id: "h1" },
  survey: { at: "questionnaire", id: "q2", household_id: "h1" }, quiz_answered: { at: "answered", id: "k1" }, survey_answered: { at: "answered", id: "k2" },
  numbers: { at: "numbers" }, behind: { at: "behind", figure: "visits", from: "2026-11-01", to: "2026-11-24" }, unvisited: { at: "unvisited" }, rights: { at: "rights", id: "m2" },
  mycard: { at: "mycard" }, outdated: { at: "outdated_cards" }, papers: { at: "papers" }, printer: { at: "printer" }, slip: { at: "paper", ask: { paper: "visit_slip", note: "" } },
  receipt: { at: "paper", ask: { paper: "taken", person_id: "m2", documents: [{ kind: "id_card", note: "" }], signature: [] } }, noticepaper: { at: "paper", ask: { paper: "notice" } },
  sync: { at: "sync" }, settings: { at: "settings" }, help: { at: "help" },
  ...helping,
};
