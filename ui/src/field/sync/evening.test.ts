import { expect, test } from "vitest";
import type { Evening } from "../../lib/ipc";
import { EveningSheet, daysLater } from "./evening.svelte";

const none = { made: 0, received: 0, applied: 0, set_aside: 0 };
const page = (on: string): Evening => ({
  on, last_contact_at: null, visits: none, portraits: none, handouts: none, applications: none, other: none,
  pictures_owed: 0, set_aside: [], areas: [],
});

test("days are stepped over the ends of months and of leap Februaries", () => {
  expect(daysLater("2026-11-30", 1)).toBe("2026-12-01");
  expect(daysLater("2028-03-01", -1)).toBe("2028-02-29");
});

test("another day is another sheet, and an earlier export is not taken for its own", async () => {
  const sheet = new EveningSheet({ evening: async (on) => page(on), exportPaper: async (ask) => (ask.paper === "evening" ? `/out/${ask.on}.pdf` : "") }, "2026-11-24");
  await sheet.export();
  expect(sheet.path).toBe("/out/2026-11-24.pdf");
  await sheet.step(-1);
  expect([sheet.path, sheet.page.value?.on]).toEqual([null, "2026-11-23"]);
});
