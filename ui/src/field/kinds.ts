// What an officer writes down besides a visit: each kind with its icon, its empty body, its one line in a list, its form,
// and what may follow it. A new kind is a folder with these and a line here; the pages around them are the same for all.
import type { Component } from "svelte";
import type { IconName } from "../lib/design";
import type { Backend, Entry, FactBody, Matter, State } from "../lib/ipc";
import type { Params, Said } from "../lib/words";
import { activity } from "./activity/kind";
import { afterDispute, agreement, dispute, mediation, outcome, signature } from "./dispute/kind";
import { afterApplication, application, progress } from "./documents/kind";
import { afterHandsWanted, hands_lent, hands_wanted } from "./hands/kind";
import { afterHazard, hazard, hazard_check } from "./hazard/kind";
import type { Officer } from "./officer";
import type { Place, RecordAt } from "./place";
import type { RecordForm } from "./record_form.svelte";
import { afterRequest, request, response } from "./request/kind";
import { afterSuggestion, measure, suggestion, told_back } from "./suggestion/kind";
import { afterVolunteer, consent, volunteer } from "./volunteer/kind";

export type Kind = Exclude<FactBody["kind"], "visit" | "portrait" | "withdrawn" | "looks" | "erasure">;
export type OpeningKind = "application" | "dispute" | "request" | "hazard" | "suggestion" | "hands_wanted" | "volunteer";
export type BodyOf<K extends FactBody["kind"]> = Extract<FactBody, { kind: K }>["body"];

export type FormProps<K extends Kind> = { form: RecordForm<K>; backend: Backend };
export type ViewProps<K extends Kind> = { body: BodyOf<K>; entry: Entry; matter: Matter | null; backend: Backend; go: (to: Place) => void };

export type RecordKind<K extends Kind> = {
  icon: IconName;
  /** What stands in the form before anything was typed; `about` is the matter that it is said of. */
  blank: (at: RecordAt, about: Matter | null) => BodyOf<K>;
  /** One line for lists: words of the catalogue, or what somebody typed. */
  brief: (body: BodyOf<K>) => Said | string;
  /** The line names somebody itself: whoever is concerned does not stand before it. */
  names?: true;
  form: () => Promise<{ default: Component<FormProps<K>> }>;
  /** More than the one line, on the matter's page. */
  view?: () => Promise<{ default: Component<ViewProps<K>> }>;
  /** What it is called on its page and in a thread, where the kind's own name says too little. */
  title?: (body: BodyOf<K>) => Said["key"];
  /** The button that saves a new one: its words, and what must be done first. Without it: "save", at any time. */
  submit?: (body: BodyOf<K>) => { label: Said["key"]; icon: IconName; testid: string; first: Said["key"] | null };
  /** Where one goes on after a new one was saved; without it to its matter. */
  after?: (id: string, body: BodyOf<K>, person_id: string | null) => Place | null;
  /** What is not corrected any more; without it nothing is. */
  sealed?: (entry: Entry, matter: Matter | null) => boolean;
  /** It is nothing that somebody has still to see to: the list has all of them, and no state is a warning. */
  lasting?: true;
  /** States that stand under headings of their own in the list, in this order. */
  groups?: readonly State[];
  /** Another page on the same matters. */
  also?: { to: Place; label: Said["key"]; icon: IconName };
};

/** What may be said next of a matter; the first is what is usually done, unless it is `rare`. `as` chooses between forms of
 *  one kind. `now`: nothing is left to ask, one tap says it. `to`: it is done at a place of its own. */
export type Next = { label: Said["key"]; params?: Params; as?: string; rare?: boolean } & ({ kind: Kind; now?: boolean } | { kind: "portrait"; to: Place });
/** `officer`: whoever holds the tablet; null until that is known. */
export type Follow = { [K in OpeningKind]?: (matter: Matter, officer: Officer | null) => Next[] };

export const kinds: { [K in Kind]?: RecordKind<K> } = {
  application, progress, request, response,
  dispute, mediation, agreement, signature, outcome,
  hazard, hazard_check, suggestion, measure, told_back, hands_wanted, hands_lent, volunteer, consent,
  activity,
};

export const next: Follow = {
  application: afterApplication,
  dispute: afterDispute,
  request: afterRequest,
  hazard: afterHazard,
  suggestion: afterSuggestion,
  hands_wanted: afterHandsWanted,
  volunteer: afterVolunteer,
};

/** The kind of a body, its type forgotten: for pages that treat all alike. */
export function kindOf(body: FactBody): RecordKind<Kind> | null {
  return (kinds[body.kind as Kind] as unknown as RecordKind<Kind> | undefined) ?? null;
}

export function briefOf(body: FactBody): Said | string {
  return body.kind === "withdrawn" ? { key: "record.withdrawn" } : (kindOf(body)?.brief(body.body as never) ?? "");
}
