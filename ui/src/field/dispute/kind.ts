// Disputes and their mediation: the quarrel, its sessions, the agreement and its signatures, what became of it.
import { dayInChina } from "../../lib/words";
import { daysAfter } from "../days";
import type { RecordKind } from "../kinds";
import { disputeOf, isSealed, lastAgreement } from "./thread";

export { afterDispute } from "./thread";

/** A month later: by then a promise was kept or not. */
const FOLLOW_UP_DAYS = 30;

export const dispute: RecordKind<"dispute"> = {
  icon: "people",
  blank: () => ({ kind: "grassland_boundary", outcome: "open", note: "", parties: [], place: "", points: [], pictures: [] }),
  brief: (body) => body.note || { key: `dispute.${body.kind}` },
  form: () => import("./DisputeForm.svelte"),
  view: () => import("./DisputeView.svelte"),
};

export const mediation: RecordKind<"mediation"> = {
  icon: "speech",
  blank: (at, about) => ({ dispute: at.about ?? "", place: disputeOf(about)?.place ?? "", present: [], said: "", points: [], pictures: [] }),
  brief: (body) => body.said,
  form: () => import("./MediationForm.svelte"),
  view: () => import("./MediationView.svelte"),
};

export const agreement: RecordKind<"agreement"> = {
  icon: "draft",
  // Written anew, it begins with what stood in the one before.
  blank: (at, about) => {
    const [before, quarrel] = [lastAgreement(about)?.agreement, disputeOf(about)];
    return {
      dispute: at.about ?? "",
      parties: structuredClone(before?.parties ?? quarrel?.parties ?? []),
      facts: before?.facts ?? quarrel?.note ?? "",
      terms: structuredClone(before?.terms ?? []),
      follow_up_on: daysAfter(dayInChina(new Date()), FOLLOW_UP_DAYS),
    };
  },
  brief: (body) => ({ key: "agreement.brief", params: { count: body.terms.length } }),
  form: () => import("./AgreementForm.svelte"),
  view: () => import("./AgreementView.svelte"),
  sealed: isSealed,
};

export const signature: RecordKind<"signature"> = {
  icon: "edit",
  blank: (at, about) => ({ dispute: at.about ?? "", agreement: lastAgreement(about)?.entry.id ?? "", party: Number(at.as ?? 0), strokes: [] }),
  brief: (body) => ({ key: "sign.brief", params: { n: body.party + 1 } }),
  form: () => import("./SignatureForm.svelte"),
  view: () => import("./SignatureView.svelte"),
  sealed: () => true,
};

export const outcome: RecordKind<"outcome"> = {
  icon: "check",
  blank: (at, about) => ({
    dispute: at.about ?? "", is: about?.state === "agreed" || about?.state === "signed" ? "kept" : "settled", note: "", again_on: null,
  }),
  brief: (body) => body.note || { key: `became.${body.is}` },
  form: () => import("./OutcomeForm.svelte"),
  view: () => import("./OutcomeView.svelte"),
};
