import type { HelpsWith, Matter } from "../../lib/ipc";
import type { IconName } from "../../lib/design";
import type { Next, RecordKind } from "../kinds";

export const faces: Record<HelpsWith, IconName> = {
  shelter: "home", search: "find", transport: "truck", fire: "fire", interpreting: "language", mediation: "speech", hands: "hand", patrol: "shield",
};
export const everything = Object.keys(faces) as HelpsWith[];

export const volunteer: RecordKind<"volunteer"> = {
  icon: "person",
  // No day of consent is assumed: somebody has to say that they were asked.
  blank: () => ({ name: "", phone: "", helps_with: [], reachable: "", group: "", consent_on: null }),
  brief: (body) => [body.name, body.group].filter(Boolean).join(" · "),
  names: true,
  form: () => import("./VolunteerForm.svelte"),
  view: () => import("./VolunteerView.svelte"),
  lasting: true,
  groups: ["willing", "withdrawn"],
  also: { to: { at: "volunteers" }, label: "volunteers.open", icon: "phone" },
};

export const consent: RecordKind<"consent"> = {
  icon: "check",
  blank: (at) => ({ volunteer: at.about ?? "", given: at.as === "given" }),
  brief: (body) => ({ key: body.given ? "consent.given_again" : "consent.taken_back" }),
  form: () => import("./ConsentForm.svelte"),
};

export const afterVolunteer = (matter: Matter): Next[] => [
  matter.state === "withdrawn" ? { kind: "consent", as: "given", label: "volunteer.give_again" } : { kind: "consent", as: "taken_back", label: "volunteer.take_back", rare: true },
];
