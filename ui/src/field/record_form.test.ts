import { describe, expect, it } from "vitest";
import type { NewRecord } from "../lib/ipc";
import { RecordForm } from "./record_form.svelte";

const blank = () => ({ came_by: "visit" as const, asked: "", promised_on: null });

function tablet(answer: () => Promise<string> = async () => "r1") {
  const kept = new Map<string, string>();
  const saved: NewRecord[] = [];
  return {
    kept, saved,
    keptForm: async (place: string) => kept.get(place) ?? null,
    keepForm: async (place: string, body: string | null) => (body === null ? kept.delete(place) : kept.set(place, body), null),
    saveRecord: async (record: NewRecord) => (saved.push(record), answer()),
    keepPicture: async () => ({ hash: "00", size_bytes: 1 }),
  };
}

describe("a record that is being written", () => {
  const at = { kind: "request", household_id: "h1" } as const;
  it("stands_there_again_after_the_tablet_was_off", async () => {
    const backend = tablet();
    const before = new RecordForm(backend, at, blank());
    before.body.asked = "电闸";
    before.touched();
    expect(await before.leave()).toBe(true);
    const after = new RecordForm(backend, at, blank());
    await after.open();
    expect([after.body.asked, after.around.household_id]).toEqual(["电闸", "h1"]);
  });
  it("names_its_form_so_that_the_save_empties_it_in_the_same_stroke", async () => {
    const backend = tablet();
    const form = new RecordForm(backend, at, blank());
    expect(await form.save()).toBe("r1");
    expect(backend.saved[0]?.form).toBe("request/h1");
    form.touched();
    expect(await form.leave()).toBe(true);
    expect(backend.kept.size).toBe(0);
  });
  it("keeps_what_was_typed_when_the_save_fails_and_says_where_it_is_wrong", async () => {
    const backend = tablet(async () => Promise.reject({ code: "invalid_fields", params: { asked: "required" } }));
    const form = new RecordForm(backend, at, blank());
    form.touched();
    expect(await form.save()).toBeNull();
    expect(form.fault("asked")?.key).toBe("fault.required");
    expect(backend.kept.has("request/h1")).toBe(true);
  });
  it("stays_when_what_was_typed_cannot_be_kept", async () => {
    const backend = { ...tablet(), keepForm: async () => Promise.reject({ code: "disk_full", params: {} }) };
    const form = new RecordForm(backend, at, blank());
    form.touched();
    expect(await form.leave()).toBe(false);
    expect(form.problem?.code).toBe("disk_full");
  });
});
