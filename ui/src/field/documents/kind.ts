// Documents from the application to the door: what is said of them on the tablet. Accepting, returning, making and being
// ready are said by the desk.
import type { ApplicationKind, Entry, Matter, Progress, Step } from "../../lib/ipc";
import type { Next, RecordKind } from "../kinds";
import { saidBy, type Officer } from "../officer";
import { isAmount } from "./yuan";

/** Which privacy notice the screen shows; 0 in a form in which it was not confirmed. */
export const NOTICE_VERSION = 1;
/** The core puts the own officer in its place. */
const WHOEVER_HOLDS_THE_TABLET = "00000000-0000-0000-0000-000000000000";

export const isIdCard = (kind: ApplicationKind): boolean => kind === "renewal" || kind === "replacement" || kind === "first";

export const application: RecordKind<"application"> = {
  icon: "card",
  blank: () => ({ kind: "renewal", reason: "", notice_version: 0, papers: [], fee_fen: 0, poor_traffic: false }),
  brief: (body) => ({ key: `documents.what.${body.kind}` }),
  title: () => "kind.new.application",
  form: () => import("./ApplicationForm.svelte"),
  view: () => import("./ApplicationView.svelte"),
  submit: (body) => ({
    ...(isIdCard(body.kind) ? { label: "card.apply", icon: "camera" } : { label: "documents.apply", icon: "check" }), testid: "apply-submit",
    first: body.notice_version === 0 ? "card.notice_first" : isAmount(body.fee_fen ?? 0) ? null : "documents.fee_first",
  }),
  after: (id, body, person_id) => (isIdCard(body.kind) && person_id !== null ? { at: "portrait", application_id: id, person_id } : null),
};

function step(as: string | undefined): Step {
  if (as === "delivered") return { is: "delivered", to: { who: "person" }, signature: [], at: null };
  if (as === "brought_back") return { is: "brought_back", reason: "" };
  return { is: "taken_along", officer: WHOEVER_HOLDS_THE_TABLET };
}

const TITLES = { returned: "state.returned", delivered: "documents.deliver", brought_back: "documents.bring_back" } as const;

export const progress: RecordKind<"progress"> = {
  icon: "clock",
  blank: (at) => ({ application: at.about ?? "", step: step(at.as) }),
  brief: ({ step }) => ("reason" in step ? { key: `documents.step.${step.is}`, params: { reason: step.reason } } : { key: `documents.step.${step.is}` }),
  title: ({ step }) => (step.is in TITLES ? TITLES[step.is as keyof typeof TITLES] : `documents.step.${step.is}`),
  form: () => import("./ProgressForm.svelte"),
  view: () => import("./ProgressView.svelte"),
  submit: ({ step }) => ({
    label: step.is === "delivered" ? "documents.delivered" : step.is === "brought_back" ? "documents.bring_back" : "record.save",
    icon: "check", testid: "save-record", first: null,
  }),
  // What the desk said is the desk's; a document that was taken along is brought back.
  sealed: ({ body }) => body.kind !== "progress" || (body.body.step.is !== "delivered" && body.body.step.is !== "brought_back"),
};

const steps = (matter: Matter): Progress[] => matter.later.flatMap(({ body }) => (body.kind === "progress" ? [body.body] : []));

/** Taken along by whoever has it in the backpack. */
export function takenAlong(matter: Matter): Entry | null {
  if (matter.custody?.place !== "backpack") return null;
  return matter.later.filter(({ body }) => body.kind === "progress" && body.body.step.is === "taken_along").at(-1) ?? null;
}

/** Whether this officer has it in the backpack. */
export function carries(officer: Officer | null, matter: Matter): boolean {
  const taken = takenAlong(matter);
  return taken !== null && saidBy(officer, taken);
}

/** Why the desk sent it back, as long as nothing was done about it. */
export function returnedBecause(matter: Matter): string | null {
  const last = matter.state === "returned" ? steps(matter).filter(({ step }) => step.is === "returned").at(-1)?.step : undefined;
  return last?.is === "returned" ? last.reason : null;
}

/** A portrait belongs to every document but the booklet. */
export const needsPortrait = (matter: Matter): boolean => matter.opening.body.kind === "application" && matter.opening.body.body.kind !== "booklet";

/** What the core admits of an application, said by this officer. */
export function afterApplication(matter: Matter, officer: Officer | null): Next[] {
  const { state, custody, opening } = matter;
  if (custody?.place === "station") return [{ kind: "progress", as: "taken_along", label: "documents.take_along", now: true }];
  if (custody?.place === "backpack") {
    if (!carries(officer, matter)) return [];
    return [{ kind: "progress", as: "delivered", label: "documents.deliver" }, { kind: "progress", as: "brought_back", label: "documents.bring_back" }];
  }
  if (!needsPortrait(matter) || opening.person_id === null) return [];
  const to = { at: "portrait", application_id: matter.id, person_id: opening.person_id } as const;
  const taken = matter.later.some(({ body }) => body.kind === "portrait");
  const label = taken || state === "returned" ? "documents.new_portrait" : "documents.take_portrait";
  if (state === "applied" || state === "returned") return [{ kind: "portrait", label, to }];
  return state === "complete" ? [{ kind: "portrait", label, to, rare: taken }] : [];
}
