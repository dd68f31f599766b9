// Where one can be. A place holds ids only: what it shows is asked anew each time it is entered.
import type { Backend, Figure, PaperAsk } from "../lib/ipc";
import type { Kind, OpeningKind } from "./kinds";
import type { Router } from "./router.svelte";
import type { Preferred } from "./preferred.svelte";
import type { SyncWatch } from "./sync_watch.svelte";

export type Place =
  | { at: "today" }
  | { at: "find" }
  | { at: "household"; id: string }
  | { at: "person"; id: string }
  | { at: "draft"; household_id: string }
  | { at: "correction"; visit_id: string }
  | { at: "visit"; id: string }
  | { at: "backpack" }
  | { at: "matters"; kind: OpeningKind }
  | { at: "activities" }
  | { at: "custody" }
  | { at: "activity"; id: string }
  | { at: "materials" }
  | { at: "points" }
  | { at: "phrasebook"; code?: string }
  | { at: "matter"; id: string }
  | ({ at: "record" } & RecordAt)
  | { at: "portrait"; application_id: string; person_id: string }
  | { at: "hands" }
  | { at: "volunteers" }
  | { at: "questionnaires"; household_id?: string }
  | { at: "questionnaire"; id: string; household_id?: string; area_id?: string }
  | { at: "answered"; id: string }
  | { at: "numbers" }
  | { at: "behind"; figure: Figure; from: string | null; to: string | null }
  | { at: "unvisited" }
  | { at: "rights"; id: string }
  | { at: "mycard" }
  | { at: "outdated_cards" }
  | { at: "papers" }
  | { at: "paper"; ask: PaperAsk }
  | { at: "printer" }
  | { at: "sync" }
  | { at: "settings" }
  | { at: "help" };

/** What is written down, and of what. */
export type RecordAt = { kind: Kind; about?: string; household_id?: string; person_id?: string; corrects?: string; as?: string };

export type PlaceOf<At extends Place["at"]> = Extract<Place, { at: At }>;

/** What every screen is given. */
export type ScreenProps<At extends Place["at"]> = {
  backend: Backend; router: Router; watch: SyncWatch; preferred: Preferred; place: PlaceOf<At>; onlock: () => void;
};
