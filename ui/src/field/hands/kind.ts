import type { HandsLent, Matter } from "../../lib/ipc";
import { dayInChina } from "../../lib/words";
import type { Next, RecordKind } from "../kinds";
import { needOf } from "./need";

export const hands_wanted: RecordKind<"hands_wanted"> = {
  icon: "hand",
  // "Other" must be described: whoever forgets to choose is asked, instead of having said something wrong.
  blank: () => {
    const today = dayInChina(new Date());
    return { work: "other", from: today, to: today, hands: 2, note: "" };
  },
  brief: (body) => (body.work === "other" ? body.note : { key: `hands.brief.${body.work}`, params: { hands: body.hands } }),
  form: () => import("./WantedForm.svelte"),
  view: () => import("./WantedView.svelte"),
  also: { to: { at: "hands" }, label: "calendar.open", icon: "today" },
};

export const hands_lent: RecordKind<"hands_lent"> = {
  icon: "people",
  blank: (at, about) => first(at.about ?? "", at.as === "done", about),
  brief: (body) => ({ key: body.done ? "hands_lent.brief.done" : "hands_lent.brief.promised", params: { hands: body.hands } }),
  form: () => import("./LentForm.svelte"),
  view: () => import("./LentView.svelte"),
};

/** A promise begins with the hands that are still missing; that it is done begins with who had promised. */
function first(wanted: string, done: boolean, about: Matter | null): HandsLent {
  const need = about && needOf(about);
  const promised = about?.later.flatMap(({ body }) => (body.kind === "hands_lent" && !body.body.done ? [body.body] : [])) ?? [];
  const missing = need ? need.wanted - need.lent : 1;
  const hands = done ? (need?.lent || need?.wanted || 1) : missing > 0 ? missing : 1;
  const team = done ? promised.map((one) => one.team).filter(Boolean).join(" · ") : "";
  return { wanted, done, hands, team, note: "" };
}

export const afterHandsWanted = (matter: Matter): Next[] => {
  const promise: Next = { kind: "hands_lent", as: "promised", label: "hands.promise" };
  const finish: Next = { kind: "hands_lent", as: "done", label: "hands.finish" };
  return matter.state === "open" ? [promise, finish] : [finish, promise];
};
