// The screens of requests, hazards, suggestions, helping hands and volunteers.
import type { Place } from "../field/place";

export const helping: Record<string, Place> = {
  "request-anywhere": { at: "record", kind: "request" }, "request-answered": { at: "matter", id: "r2" },
  hazards: { at: "matters", kind: "hazard" }, hazard: { at: "matter", id: "z1" }, "hazard-fixed": { at: "matter", id: "z2" },
  "hazard-form": { at: "record", kind: "hazard" }, "hazard-check": { at: "record", kind: "hazard_check", about: "z1", as: "fixed" },
  suggestions: { at: "matters", kind: "suggestion" }, suggestion: { at: "matter", id: "s2" }, "suggestion-unnamed": { at: "matter", id: "s3" },
  "suggestion-form": { at: "record", kind: "suggestion", household_id: "h1" }, "suggestion-anywhere": { at: "record", kind: "suggestion" },
  measure: { at: "record", kind: "measure", about: "s1" }, "told-back": { at: "record", kind: "told_back", about: "s2" },
  hands: { at: "hands" }, "hands-list": { at: "matters", kind: "hands_wanted" }, "hands-wanted": { at: "matter", id: "g1" },
  "hands-form": { at: "record", kind: "hands_wanted" }, "hands-promise": { at: "record", kind: "hands_lent", about: "g1", as: "promised" },
  "hands-done": { at: "record", kind: "hands_lent", about: "g1", as: "done" },
  volunteers: { at: "volunteers" }, "volunteers-list": { at: "matters", kind: "volunteer" }, volunteer: { at: "matter", id: "f1" }, "volunteer-left": { at: "matter", id: "f4" },
  "volunteer-form": { at: "record", kind: "volunteer", person_id: "m2" }, consent: { at: "record", kind: "consent", about: "f1", as: "taken_back" },
};
