import type { RecordKind } from "../kinds";

export const activity: RecordKind<"activity"> = {
  icon: "speech",
  // Nobody counted yet: an audience of 0 is a fault at its field, and no invented number is saved.
  blank: () => ({ kind: "talk", topic: "", audience: 0, place: "", note: "", handouts: [], pictures: [] }),
  brief: (body) => body.topic || { key: "activity.other_topic" },
  form: () => import("./ActivityForm.svelte"),
  view: () => import("./ActivityView.svelte"),
};
