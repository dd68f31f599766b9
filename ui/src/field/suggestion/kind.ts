import type { Matter } from "../../lib/ipc";
import type { Next, RecordKind } from "../kinds";

export const suggestion: RecordKind<"suggestion"> = {
  icon: "draft",
  blank: () => ({ text: "" }),
  brief: (body) => body.text,
  form: () => import("./SuggestionForm.svelte"),
  view: () => import("./SuggestionView.svelte"),
  groups: ["open", "measured", "told_back"],
};

export const measure: RecordKind<"measure"> = {
  icon: "check",
  blank: (at) => ({ suggestion: at.about ?? "", text: "", same_as: null }),
  brief: (body) => body.text,
  form: () => import("./MeasureForm.svelte"),
};

export const told_back: RecordKind<"told_back"> = {
  icon: "speech",
  blank: (at) => ({ suggestion: at.about ?? "", note: "" }),
  brief: (body) => body.note || { key: "told_back.done" },
  form: () => import("./ToldBackForm.svelte"),
};

/** Nobody in particular asked for an anonymous one, so it is told to everybody. */
export const afterSuggestion = (matter: Matter): Next[] => [
  ...(matter.state === "measured" ? [{ kind: "told_back", label: matter.opening.household_id === null ? "suggestion.announce" : "suggestion.tell_back" } as const] : []),
  { kind: "measure", label: "suggestion.measure" },
];
