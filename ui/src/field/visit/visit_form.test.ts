import { afterEach, beforeEach, describe, expect, it, vi } from "vitest";
import type { Draft } from "../../lib/ipc";
import { PAUSE_MS, VisitForm } from "./visit_form.svelte";

const fresh = (): Draft => ({
  id: "d", household_id: "h", household_code: "", head_name: "", corrects: null, started_at: "2026-11-23T02:00:00Z",
  diary: "", services: [], handouts: [], suggestions: [], disputes: [], talks: [],
});

function tablet(faults?: Record<string, string>) {
  const wrote: string[] = [];
  return {
    wrote,
    saved: [] as Draft[],
    openDraft: async () => fresh(),
    openCorrection: async (id: string) => ({ ...fresh(), corrects: id }),
    materials: async () => [],
    servicePoints: async () => [],
    async saveDraft(draft: Draft) {
      wrote.push(draft.diary);
      return null;
    },
    discardDraft: async () => (wrote.push("discarded"), null),
    async saveVisit(draft: Draft) {
      if (faults) return Promise.reject({ code: "invalid_fields", params: faults });
      this.saved.push(draft);
      wrote.push("saved");
      return "v1";
    },
  };
}

async function opened(backend = tablet()) {
  const form = new VisitForm(backend, () => new Date("2026-11-23T04:31:00Z"));
  await form.open({ household_id: "h" });
  const type = (text: string) => {
    form.draft!.diary = text;
    form.touched();
  };
  return { form, backend, type };
}

beforeEach(() => void vi.useFakeTimers());
afterEach(() => void vi.useRealTimers());

describe("draft", () => {
  it("is_saved_once_when_the_hand_rests", async () => {
    const { form, backend, type } = await opened();
    type("草");
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    type("草场");
    await vi.advanceTimersByTimeAsync(PAUSE_MS - 1);
    expect(backend.wrote).toEqual([]);
    await vi.advanceTimersByTimeAsync(1);
    expect(backend.wrote).toEqual(["草场"]);
    expect(form.draftSavedAt).toEqual(new Date("2026-11-23T04:31:00Z"));
  });
  it("is_saved_at_once_on_leaving_and_only_when_something_changed", async () => {
    const { form, backend, type } = await opened();
    await form.flush();
    type("草");
    await form.flush();
    await form.flush();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(backend.wrote).toEqual(["草"]);
  });
  it("is_tried_again_after_a_write_that_failed", async () => {
    const backend = tablet();
    const { form, type } = await opened(backend);
    const works = backend.saveDraft;
    backend.saveDraft = async () => Promise.reject({ code: "disk_full", params: {} });
    type("草");
    await form.flush();
    expect([form.problem?.code, form.draftSavedAt]).toEqual(["disk_full", null]);
    backend.saveDraft = works;
    await form.flush();
    expect([form.problem, backend.wrote]).toEqual([null, ["草"]]);
  });
  it("keeps_the_page_from_being_left_while_it_cannot_be_written", async () => {
    const backend = tablet();
    const { form, type } = await opened(backend);
    const works = backend.saveDraft;
    backend.saveDraft = async () => Promise.reject({ code: "disk_full", params: {} });
    type("草");
    expect([await form.leave(), form.problem?.code]).toEqual([false, "disk_full"]);
    backend.saveDraft = works;
    expect([await form.leave(), backend.wrote]).toEqual([true, ["草"]]);
  });
  it("is_never_written_after_the_visit_was_saved", async () => {
    const { form, backend, type } = await opened();
    type("草");
    expect(await form.save()).toBe("v1");
    type("late");
    await form.flush();
    expect(backend.wrote).toEqual(["草", "saved"]);
  });
  it("is_not_written_while_the_visit_is_being_saved_and_lives_on_when_that_fails", async () => {
    const backend = tablet();
    let fail = () => {};
    backend.saveVisit = () => new Promise((_, reject) => (fail = () => reject({ code: "disk_full", params: {} })));
    const { form, type } = await opened(backend);
    const saving = form.save();
    await vi.advanceTimersByTimeAsync(0);
    type("typed meanwhile");
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(backend.wrote).toEqual([]);
    fail();
    expect(await saving).toBeNull();
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(backend.wrote).toEqual(["typed meanwhile"]);
  });
  it("is_never_written_after_it_was_discarded", async () => {
    const { form, backend, type } = await opened();
    type("草");
    expect(await form.discard()).toBe(true);
    await vi.advanceTimersByTimeAsync(PAUSE_MS);
    expect(backend.wrote).toEqual(["discarded"]);
  });
});

describe("visit form", () => {
  it("shows_each_fault_at_its_place_and_keeps_the_draft_alive", async () => {
    const { form, backend, type } = await opened(tablet({ diary: "required", "services[1].note": "too_long", "talks.0.topic": "new_fault" }));
    expect(await form.save()).toBeNull();
    expect(form.fault("diary")?.key).toBe("fault.required");
    expect(form.fault("services.1.note")?.key).toBe("fault.too_long");
    expect(form.fault("talks.0.topic")?.key).toBe("fault.unknown");
    expect(form.fault("disputes.0.note")).toBeNull();
    type("草");
    await form.flush();
    expect(backend.wrote).toEqual(["草"]);
  });
  it("puts_a_removed_line_back_where_it_was", async () => {
    const { form } = await opened();
    (["interpret", "errand", "repair"] as const).forEach((kind) => form.addService(kind));
    const undo = form.remove("services", 1);
    expect(form.draft?.services.map(({ kind }) => kind)).toEqual(["interpret", "repair"]);
    undo();
    expect(form.draft?.services.map(({ kind }) => kind)).toEqual(["interpret", "errand", "repair"]);
  });
  it("has_nothing_said_of_fraud_and_no_service_point_until_somebody_says_so", async () => {
    const { form, backend } = await opened();
    expect([form.draft?.anti_fraud, form.draft?.service_point]).toEqual([{ advised: false, app: "no", jingle: false }, null]);
    form.draft!.anti_fraud!.app = "explained";
    form.draft!.service_point = "s1";
    form.touched();
    await form.save();
    expect(backend.saved[0]).toMatchObject({ anti_fraud: { advised: false, app: "explained", jingle: false }, service_point: "s1" });
  });
  it("keeps_what_was_said_of_fraud_before", async () => {
    const backend = tablet();
    const said = { advised: true, app: "already_there" as const, jingle: true };
    backend.openDraft = async () => ({ ...fresh(), anti_fraud: said, service_point: "s1" });
    const { form } = await opened(backend);
    expect([form.draft?.anti_fraud, form.draft?.service_point]).toEqual([said, "s1"]);
  });
  it("can_be_written_while_the_service_points_cannot_be_read", async () => {
    const backend = { ...tablet(), servicePoints: async () => Promise.reject({ code: "internal", params: {} }) };
    const form = new VisitForm(backend);
    await form.open({ household_id: "h" });
    expect([form.draft?.id, form.problem, form.points.problem?.code]).toEqual(["d", null, "internal"]);
  });
  it("opens_a_correction_of_a_saved_visit", async () => {
    const form = new VisitForm(tablet());
    await form.open({ visit_id: "v0" });
    expect(form.draft?.corrects).toBe("v0");
  });
});
