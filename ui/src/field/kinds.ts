// What an officer writes down besides a visit: each kind with its icon, its empty body, its one line in a list, its form,
// and what may follow it. A new kind is a folder with these and a line here; the pages around them are the same for all.
import type { Component } from "svelte";
import type { IconName } from "../lib/design";
import type { Backend, Entry, FactBody, Matter, State } from "../lib/ipc";
import type { Params, Said } from "../lib/words";
import { activity } from "./activity/kind";
import { agreement, dispute, follow, mediation, outcome, signature } from "./dispute/kind";
import { afterHandsWanted, hands_lent, hands_wanted } from "./hands/kind";
import { afterHazard, hazard, hazard_check } from "./hazard/kind";
import type { Place, RecordAt } from "./place";
import type { RecordForm } from "./record_form.svelte";
import { application, following, progress } from "./documents/kind";
import { request, response } from "./request/kind";
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
  /** It is always somebody's, who is found first. */
  ofPerson?: true;
  /** States that stand under headings of their own in the list, in this order. */
  groups?: readonly State[];
  /** Another page on the same matters. */
  also?: { to: Place; label: Said["key"]; icon: IconName };
};

/** What may be said next of a matter; the first is what is usually done, unless it is `rare`. `as` chooses between forms of
 *  one kind. `now`: nothing is left to ask, one tap says it. `to`: it is done at a place of its own. */
export type Next = { label: Said["key"]; params?: Params; as?: string; rare?: boolean } & ({ kind: Kind; now?: boolean } | { kind: "portrait"; to: Place });
/** `officer`: the name of whoever holds the tablet. */
export type Follow = { [K in OpeningKind]?: (matter: Matter, officer: string | null) => Next[] };

export const kinds: { [K in Kind]?: RecordKind<K> } = {
  application, progress, request, response,
  dispute, mediation, agreement, signature, outcome,
  hazard, hazard_check, suggestion, measure, told_back, hands_wanted, hands_lent, volunteer, consent,
  activity,
};

export const next: Follow = {
  application: following,
  dispute: follow,
  request: (matter) => (matter.state === "closed" ? [] : [
    ...(matter.state === "open" ? [{ kind: "response", as: "taken_over", label: "request.take_over" } as const] : []),
    { kind: "response", as: "answered", label: "request.answer" },
    { kind: "response", as: "closed", label: "request.close" },
  ]),
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
