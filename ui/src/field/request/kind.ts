import type { Matter } from "../../lib/ipc";
import type { Next, RecordKind } from "../kinds";

export const request: RecordKind<"request"> = {
  icon: "speech",
  blank: () => ({ came_by: "visit", asked: "", promised_on: null }),
  brief: (body) => body.asked,
  form: () => import("./RequestForm.svelte"),
  view: () => import("./RequestView.svelte"),
};

export const response: RecordKind<"response"> = {
  icon: "check",
  blank: (at) => ({ request: at.about ?? "", is: at.as === "taken_over" || at.as === "closed" ? at.as : "answered", note: "" }),
  brief: (body) => body.note || { key: `response.${body.is}` },
  form: () => import("./ResponseForm.svelte"),
  view: () => import("./ResponseView.svelte"),
};

export const afterRequest = (matter: Matter): Next[] => (matter.state === "closed" ? [] : [
  ...(matter.state === "open" ? [{ kind: "response", as: "taken_over", label: "request.take_over" } as const] : []),
  { kind: "response", as: "answered", label: "request.answer" },
  { kind: "response", as: "closed", label: "request.close" },
]);
