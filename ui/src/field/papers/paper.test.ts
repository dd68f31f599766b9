import { expect, test } from "vitest";
import type { PaperAsk, PaperForm, PaperPage } from "../../lib/ipc";
import { Paper } from "./paper.svelte";

function stage(ask: PaperAsk) {
  const drawn: PaperAsk[] = [], exported: [PaperAsk, PaperForm][] = [], printed: PaperAsk[] = [];
  const page: PaperPage = { pages: ["<svg/>"], fits_a_roll: true, faults: [] };
  const paper = new Paper({
    paper: async (asked) => (drawn.push(asked), page),
    exportPaper: async (asked, form) => (exported.push([asked, form]), "/out/receipt.pdf"),
    printPaper: async (asked) => (printed.push(asked), "no_paper"),
  }, ask);
  return { paper, drawn, exported, printed };
}
const taken: PaperAsk = { paper: "taken", person_id: "m2", documents: [], signature: [] };

test("a_receipt_for_nothing_is_not_drawn_and_documents_stand_in_their_order", async () => {
  const { paper, drawn } = stage(taken);
  await paper.draw();
  expect([drawn, paper.page.value]).toEqual([[], null]);
  paper.take("other", true);
  paper.take("id_card", true);
  paper.take("id_card", true);
  await paper.draw();
  expect(drawn).toEqual([{ ...taken, documents: [{ kind: "id_card", note: "" }, { kind: "other", note: "" }] }]);
  paper.take("id_card", false);
  paper.take("other", false);
  await paper.draw();
  expect([paper.page.value, taken]).toEqual([null, { paper: "taken", person_id: "m2", documents: [], signature: [] }]);
});

test("what_is_exported_is_what_is_shown_and_a_changed_paper_was_not_exported", async () => {
  const { paper, exported, printed } = stage({ paper: "visit_slip", note: "" });
  if (paper.ask.paper === "visit_slip") paper.ask.note = "明天再来";
  await paper.export("roll58");
  expect([exported, paper.path]).toEqual([[[{ paper: "visit_slip", note: "明天再来" }, "roll58"]], "/out/receipt.pdf"]);
  await paper.print();
  expect([printed, paper.printing.told]).toEqual([[{ paper: "visit_slip", note: "明天再来" }], { trouble: "no_paper" }]);
  await paper.draw();
  expect([paper.path, paper.printing.told]).toEqual([null, null]);
});
