import type { RecordKind } from "../kinds";

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
