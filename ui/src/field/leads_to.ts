// Where one looks up what a fact is about: the visit, or the matter that it began or was said of.
import type { Entry, FactBody } from "../lib/ipc";
import type { Place } from "./place";

/** The matter that it is said of, as `FactBody::about` in the domain. */
function about(body: FactBody): string | null {
  switch (body.kind) {
    case "portrait":
    case "progress": return body.body.application;
    case "mediation":
    case "agreement":
    case "signature":
    case "outcome": return body.body.dispute;
    case "response": return body.body.request;
    case "hazard_check": return body.body.hazard;
    case "measure":
    case "told_back": return body.body.suggestion;
    case "hands_lent": return body.body.wanted;
    case "consent": return body.body.volunteer;
    case "withdrawn": return body.body.about;
    default: return null;
  }
}

export function leadsTo(entry: Entry): Place | null {
  switch (entry.body.kind) {
    case "visit": return { at: "visit", id: entry.id };
    case "activity": return { at: "activity", id: entry.id };
    case "answers": return { at: "answered", id: entry.id };
    case "looks":
    case "erasure": return null;
    case "withdrawn": {
      const id = about(entry.body);
      return id === null ? null : { at: "matter", id };
    }
    default: return { at: "matter", id: about(entry.body) ?? entry.id };
  }
}
