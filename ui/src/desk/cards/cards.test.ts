import { expect, test } from "vitest";
import type { Given } from "../save";
import type { CardsAsk, OfficerCardView } from "../types";
import { CardSheets } from "./cards.svelte";

const card = (officer: string, faults: OfficerCardView["faults"] = []): OfficerCardView => ({ officer, name: officer, badge: officer, svg: "", faults });

test("only_what_can_be_printed_is_ordered_and_the_sheets_are_counted", async () => {
  const asked: CardsAsk[] = [], kept: Given[] = [];
  const file = { name: "cards.pdf", bytes: new Blob() };
  const sheets = new CardSheets({
    cards: async () => [card("a"), card("b", [{ field: "area", code: "empty" }]), card("c")],
    cardSheets: async (ask) => (asked.push(ask), file),
    outdatedCards: async () => [],
  }, (given) => void kept.push(given));
  await sheets.cards.load();
  expect([sheets.count, sheets.sheets]).toEqual([0, 0]);
  sheets.copies = { a: 13, b: 100, c: 8 };
  expect([sheets.count, sheets.sheets, sheets.tooMany]).toEqual([21, 3, false]);
  sheets.twoSided = true;
  expect(sheets.sheets).toBe(6);
  await sheets.make();
  expect([asked, kept]).toEqual([[{ orders: [{ officer: "a", copies: 13 }, { officer: "c", copies: 8 }], two_sided: true }], [file]]);
  sheets.copies = { a: 5001 };
  expect(sheets.tooMany).toBe(true);
});
