// What an officer writes down besides a visit: each kind with its icon, its empty body, its one line in a list, its form,
// and what may follow it. A new kind is a folder with these and a line here; the pages around them are the same for all.
import type { Component } from "svelte";
import type { IconName } from "../lib/design";
import type { Backend, FactBody, Matter } from "../lib/ipc";
import type { Said } from "../lib/words";
import { activity } from "./activity/kind";
import type { RecordAt } from "./place";
import type { RecordForm } from "./record_form.svelte";
import { request, response } from "./request/kind";

export type Kind = Exclude<FactBody["kind"], "visit" | "portrait" | "withdrawn">;
export type OpeningKind = "application" | "dispute" | "request" | "hazard" | "suggestion" | "hands_wanted" | "volunteer";
export type BodyOf<K extends FactBody["kind"]> = Extract<FactBody, { kind: K }>["body"];

export type FormProps<K extends Kind> = { form: RecordForm<K>; backend: Backend };
export type ViewProps<K extends Kind> = { body: BodyOf<K>; matter: Matter | null; backend: Backend };

export type RecordKind<K extends Kind> = {
  icon: IconName;
  /** What stands in the form before anything was typed; `about` is the matter that it is said of. */
  blank: (at: RecordAt, about: Matter | null) => BodyOf<K>;
  /** One line for lists: words of the catalogue, or what somebody typed. */
  brief: (body: BodyOf<K>) => Said | string;
  form: () => Promise<{ default: Component<FormProps<K>> }>;
  /** More than the one line, on the matter's page. */
  view?: () => Promise<{ default: Component<ViewProps<K>> }>;
};

/** What may be said next of a matter; the first is what is usually done. `as` chooses between forms of one kind. */
export type Next = { kind: Kind; as?: string; label: Said["key"] };
export type Follow = { [K in OpeningKind]?: (matter: Matter) => Next[] };

export const kinds: { [K in Kind]?: RecordKind<K> } = { request, response, activity };

export const next: Follow = {
  request: (matter) => (matter.state === "closed" ? [] : [
    ...(matter.state === "open" ? [{ kind: "response", as: "taken_over", label: "request.take_over" } as const] : []),
    { kind: "response", as: "answered", label: "request.answer" },
    { kind: "response", as: "closed", label: "request.close" },
  ]),
};

/** The kind of a body, its type forgotten: for pages that treat all alike. */
export function kindOf(body: FactBody): RecordKind<Kind> | null {
  return (kinds[body.kind as Kind] as unknown as RecordKind<Kind> | undefined) ?? null;
}

export function briefOf(body: FactBody): Said | string {
  return body.kind === "withdrawn" ? { key: "record.withdrawn" } : (kindOf(body)?.brief(body.body as never) ?? "");
}
