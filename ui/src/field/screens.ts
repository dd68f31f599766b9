// Which screen stands at which place. Each is a file of its own, loaded when it is first entered.
import type { Component } from "svelte";
import type { Place, ScreenProps } from "./place";

type Screens = { [At in Place["at"]]: () => Promise<{ default: Component<ScreenProps<At>> }> };

export const screens: Screens = {
  today: () => import("./today/Today.svelte"),
  find: () => import("./find/Find.svelte"),
  household: () => import("./household/Household.svelte"),
  person: () => import("./person/Person.svelte"),
  draft: () => import("./visit/VisitForm.svelte"),
  correction: () => import("./visit/VisitForm.svelte"),
  visit: () => import("./visit/Visit.svelte"),
  backpack: () => import("./backpack/Backpack.svelte"),
  matters: () => import("./record/Matters.svelte"),
  custody: () => import("./documents/Custody.svelte"),
  activities: () => import("./record/Activities.svelte"),
  activity: () => import("./record/Activity.svelte"),
  materials: () => import("./materials/Materials.svelte"),
  points: () => import("./points/Points.svelte"),
  phrasebook: () => import("./phrasebook/Phrasebook.svelte"),
  matter: () => import("./record/Matter.svelte"),
  record: () => import("./record/Record.svelte"),
  portrait: () => import("./idcard/Portrait.svelte"),
  hands: () => import("./hands/Calendar.svelte"),
  volunteers: () => import("./volunteer/CallList.svelte"),
  questionnaires: () => import("./questionnaire/Questionnaires.svelte"),
  questionnaire: () => import("./questionnaire/Questionnaire.svelte"),
  answered: () => import("./questionnaire/Answered.svelte"),
  numbers: () => import("./numbers/Numbers.svelte"),
  behind: () => import("./numbers/Behind.svelte"),
  unvisited: () => import("./numbers/Unvisited.svelte"),
  rights: () => import("./rights/Rights.svelte"),
  mycard: () => import("./mycard/MyCard.svelte"),
  outdated_cards: () => import("./mycard/OutdatedCards.svelte"),
  papers: () => import("./papers/Papers.svelte"),
  paper: () => import("./papers/Paper.svelte"),
  printer: () => import("./printer/Printer.svelte"),
  sync: () => import("./sync/Sync.svelte"),
  settings: () => import("./settings/Settings.svelte"),
  help: () => import("./help/Help.svelte"),
};
