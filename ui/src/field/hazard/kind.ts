import type { HazardKind, Matter } from "../../lib/ipc";
import type { IconName } from "../../lib/design";
import type { Next, RecordKind } from "../kinds";

export const faces: Record<HazardKind, IconName> = {
  wire: "wire", stove: "stove", gas: "gas", ice: "ice", road: "road", structure: "fence", fire: "fire", other: "warn",
};

export const hazard: RecordKind<"hazard"> = {
  icon: "warn",
  // "Other" must be described: whoever forgets to choose is asked, instead of having said something wrong.
  blank: () => ({ kind: "other", place: "", note: "", point: null, pictures: [], until: null }),
  brief: (body) => ({ key: `hazard.brief.${body.kind}`, params: { place: body.place } }),
  form: () => import("./HazardForm.svelte"),
  view: () => import("./HazardView.svelte"),
};

export const hazard_check: RecordKind<"hazard_check"> = {
  icon: "find",
  blank: (at) => ({ hazard: at.about ?? "", fixed: at.as === "fixed", note: "", pictures: [] }),
  brief: (body) => ({ key: body.fixed ? "hazard_check.yes" : "hazard_check.no" }),
  form: () => import("./HazardCheckForm.svelte"),
  view: () => import("./HazardCheckView.svelte"),
};

export const afterHazard = (matter: Matter): Next[] => (matter.state === "fixed" ? [{ kind: "hazard_check", label: "hazard.look_again" }] : [
  { kind: "hazard_check", as: "fixed", label: "hazard.is_fixed" },
  { kind: "hazard_check", as: "not_yet", label: "hazard.not_yet" },
]);
