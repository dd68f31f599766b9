// From the household to the score, from a number to what stands behind it, from a person to everything recorded: as tapped.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import App from "../field/App.svelte";
import { demo } from "./demo";
import { places } from "./places";

// jsdom has no dialogs.
HTMLDialogElement.prototype.showModal ??= function () { this.open = true; };
HTMLDialogElement.prototype.close ??= function () { this.open = false; };

let app: ReturnType<typeof mount> | null = null;
const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const comes = (testid: string) => vi.waitFor(() => expect(one(testid)).not.toBeNull(), 10_000);

function show(start: keyof typeof places) {
  document.body.innerHTML = "";
  app = mount(App, { target: document.body, props: { backend: demo({ stage: "open", language: "zh", theme: "light", running: false, failing: false }), start: places[start] } });
}
async function press(testid: string) {
  await comes(testid);
  (one(testid)?.querySelector("input") ?? one(testid))?.click();
  flushSync();
}

afterEach(async () => {
  if (app) await unmount(app);
  app = null;
});

describe("journeys", { timeout: 20_000 }, () => {
  it("a_household_answers_a_quiz_and_sees_what_was_right", async () => {
    show("household");
    await press("add-record");
    await press("add-answers");
    await press("questionnaire-q1");
    await comes("question-signs");
    for (const choice of ["fee", "prize"]) await press(`choice-${choice}`);
    await press("question-next");
    await comes("question-number");
    const field = one("answer") as HTMLInputElement;
    field.value = "96110";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    await press("question-next");
    await comes("question-app");
    await press("question-next");
    await comes("score");
    expect(one("answered-signs")?.textContent).toContain("正确答案");
  });
  it("a_number_leads_to_a_visit", async () => {
    show("numbers");
    await press("figure-visits");
    await press("behind-v1");
    await comes("visit-diary");
  });
  it("a_household_that_nobody_visited_is_one_tap_away", async () => {
    show("numbers");
    await press("unvisited");
    await press("weeks-26");
    await vi.waitFor(() => expect(one("unvisited-h7")).toBeNull(), 10_000);
    await press("unvisited-h9");
    await comes("household-code");
  });
  it("a_person_takes_everything_along", async () => {
    show("person");
    await press("rights");
    await press("export-record");
    await vi.waitFor(() => expect(one("export-path")?.textContent).toContain("person-record.json"), 10_000);
    expect(one("field-phone")?.textContent).toContain("000 1357 0240");
  });
});
