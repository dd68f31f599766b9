// Every screen of the app comes up, in every language, with the made-up people: no fault, no empty page.
import { flushSync, mount, unmount } from "svelte";
import { afterEach, describe, expect, it, vi } from "vitest";
import App from "../field/App.svelte";
import { dayInChina } from "../lib/words";
import type { Language } from "../lib/ipc";
import { demo, type Scene } from "./demo";
import { places } from "./places";

const scene = (language: Language, over: Partial<Scene> = {}): Scene => ({
  stage: "open", language, theme: "light", running: false, failing: false, ...over,
});
// jsdom lays nothing out, so nothing ever changes its size there.
vi.stubGlobal("ResizeObserver", class { observe() {} unobserve() {} disconnect() {} });
let app: ReturnType<typeof mount> | null = null;

function show(given: Scene, start?: (typeof places)[string]) {
  document.body.innerHTML = "";
  app = mount(App, { target: document.body, props: { backend: demo(given), start } });
}
const one = (testid: string) => document.querySelector<HTMLElement>(`[data-testid="${testid}"]`);
const comes = (testid: string) => vi.waitFor(() => expect(one(testid)).not.toBeNull(), 10_000);
const press = (testid: string) => {
  one(testid)?.click();
  flushSync();
};

afterEach(async () => {
  if (app) await unmount(app);
  app = null;
});

describe.each(["zh", "mn", "en"] as const)("screens in %s", (language) => {
  it.each(Object.entries(places))("%s", { timeout: 15_000 }, async (_, place) => {
    show(scene(language), place);
    await vi.waitFor(() => expect(document.querySelector("main")?.textContent?.trim().length).toBeGreaterThan(10), 10_000);
    expect(document.querySelector("h1")?.textContent?.trim()).not.toBe("");
    expect(one("problem")).toBeNull();
  });
});

describe("journeys", () => {
  it("a_wrong_passphrase_is_told_and_the_button_waits", async () => {
    show(scene("zh", { stage: "locked" }));
    await comes("passphrase");
    const field = one("passphrase") as HTMLInputElement;
    field.value = "wrong";
    field.dispatchEvent(new Event("input", { bubbles: true }));
    flushSync();
    press("unlock-submit");
    await comes("problem");
    expect(one("unlock-submit")?.textContent).toContain("5");
    expect((one("unlock-submit") as HTMLButtonElement).disabled).toBe(true);
  });
  it("a_card_is_applied_for_only_after_the_notice_was_given", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["person"]);
    await comes("apply-card");
    press("apply-card");
    await comes("apply-submit");
    expect((one("apply-submit") as HTMLButtonElement).disabled).toBe(true);
    one("notice-given")?.querySelector("input")?.click();
    flushSync();
    press("apply-submit");
    await comes("portrait-file");
  });
  it("an_application_from_the_list_finds_the_person_inside_the_form", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["applications"]);
    await comes("new-record");
    press("new-record");
    await comes("household-search");
    const box = one("household-search") as HTMLInputElement;
    box.value = "bte";
    box.dispatchEvent(new Event("input", { bubbles: true }));
    await comes("household-hit-0");
    press("household-hit-0");
    await comes("member-m2");
    one("member-m2")?.querySelector("input")?.click();
    await vi.waitFor(() => expect(document.querySelector("header")?.textContent).toContain("萨仁"));
  });
  it("what_was_returned_leads_straight_to_a_new_portrait", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["returned"]);
    await comes("returned-reason");
    press("new-portrait");
    await comes("portrait-file");
  });
  it("a_portrait_is_used_only_after_each_ask_was_ticked", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["portrait"]);
    await comes("portrait-file");
    const box = one("portrait-file") as HTMLInputElement;
    Object.defineProperty(box, "files", { value: [new File([new Uint8Array([1])], "portrait.jpg")] });
    box.dispatchEvent(new Event("change", { bubbles: true }));
    await comes("portrait-report");
    const accept = () => one("portrait-accept") as HTMLButtonElement;
    for (const ask of ["bareheaded", "hands_away", "natural_expression", "no_uniform", "usual_glasses"]) {
      expect(accept().disabled).toBe(true);
      one(`ask-${ask}`)?.querySelector("input")?.click();
      flushSync();
    }
    expect([accept().disabled, one("asks-left")]).toEqual([false, null]);
  });
  it("a_document_that_is_missing_in_the_evening_gets_a_name", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["custody"]);
    await comes("count-plus");
    press("count-plus");
    press("count-done");
    await comes("tick-p4");
    one("tick-p4")?.querySelector("input")?.click();
    flushSync();
    expect(one("count-missing")?.textContent).toContain("0102-031");
  });
  it("an_activity_is_written_with_a_few_taps", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["activity_form"]);
    await comes("activity-topic");
    press("activity-topic-fraud");
    press("activity-topic-fire");
    expect((one("activity-topic") as HTMLTextAreaElement).value).toBe("防范电信网络诈骗、冬季取暖与防火");
    press("audience-plus-10");
    press("audience-plus");
    expect(one("audience-plus")?.previousElementSibling).toMatchObject({ value: "11" });
    one("activity-service_point")?.querySelector("input")?.click();
    await comes("place-point-1");
    press("place-point-1");
    expect((one("activity-place") as HTMLInputElement).value).toBe("查干敖包流动便民服务站");
    press("when-yesterday");
    expect((one("when-day") as HTMLInputElement).value < dayInChina(new Date())).toBe(true);
  });
  it("a_phrase_is_held_out_and_the_arrows_lead_on", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["phrasebook"]);
    await comes("phrase-21");
    press("phrase-21");
    expect(one("phrase-large")?.textContent).toContain("不要给陌生人转账");
    window.dispatchEvent(new KeyboardEvent("keydown", { key: "ArrowRight" }));
    flushSync();
    expect(one("phrase-large")?.textContent).toContain("验证码");
    press("phrase-close");
    expect(one("phrase-large")).toBeNull();
  });
  it("faults_of_a_visit_stand_at_their_fields", { timeout: 15_000 }, async () => {
    show(scene("zh"), places["draft"]);
    await comes("diary");
    press("save-visit");
    await vi.waitFor(() => expect(one("diary")?.getAttribute("aria-invalid")).toBe("true"), 10_000);
    expect(one("service-note-1")?.getAttribute("aria-invalid")).toBe("true");
    expect(one("service-note-0")?.getAttribute("aria-invalid")).toBe("false");
  });
});
