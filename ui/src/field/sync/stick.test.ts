import { expect, test } from "vitest";
import { Stick } from "./stick.svelte";

test("what_was_written_is_not_called_sent_and_a_wrong_file_is_told", async () => {
  const stick = new Stick({
    exportBundle: async () => ({ path: "/stick/a.beibao", changes: 3, pictures: 1 }),
    importBundle: async (bundle) => (bundle.length > 2 ? { received: 4, carry_again: false } : Promise.reject({ code: "bundle_unreadable", params: {} })),
  });
  await stick.write();
  expect(stick.written?.changes).toBe(3);
  await stick.take(new Uint8Array(1));
  expect([stick.written, stick.answered, stick.taking.problem?.code]).toEqual([null, null, "bundle_unreadable"]);
  await stick.take(new Uint8Array(3));
  expect([stick.answered?.received, stick.taking.problem]).toEqual([4, null]);
});
