import { expect, test } from "vitest";
import type { Given } from "../save";
import type { CardsAsk, FieldEditAsk, FieldView, OfficerCardView } from "../types";
import { CardSheets } from "./cards.svelte";

const card = (officer: string, faults: OfficerCardView["faults"] = []): OfficerCardView => ({ officer, name: officer, badge: officer, svg: "", faults, missing: [], back_faults: [], back_missing: [], has_photo: false, photo_missing: false });
const nothing = { shelf: async () => ({ blank: [], rows: [] }), addRow: async () => ({ id: "" }), enclose: async () => {}, withdrawFile: async () => {}, edit: async () => {}, setCardPhoto: async () => {}, endCardPhoto: async () => {} };

test("only_what_can_be_printed_is_ordered_and_the_sheets_are_counted", async () => {
  const asked: CardsAsk[] = [], kept: Given[] = [];
  const file = { name: "cards.pdf", bytes: new Blob() };
  const sheets = new CardSheets({
    cards: async () => [card("a"), card("b", [{ field: "area", code: "empty", params: {} }]), card("c")],
    cardSheets: async (ask) => (asked.push(ask), file),
    outdatedCards: async () => [],
    ...nothing,
  }, (given) => void kept.push(given));
  await sheets.cards.load();
  expect([sheets.count, sheets.sheets]).toEqual([0, 0]);
  sheets.copies = { a: 13, b: 100, c: 8 };
  expect([sheets.count, sheets.sheets, sheets.tooMany]).toEqual([21, 3, false]);
  sheets.twoSided = true;
  expect(sheets.sheets).toBe(6);
  await sheets.make();
  expect([asked, kept]).toEqual([[{ orders: [{ officer: "a", copies: 13, mark_missing: false }, { officer: "c", copies: 8, mark_missing: false }], two_sided: true }], [file]]);
  sheets.copies = { a: 5001 };
  expect(sheets.tooMany).toBe(true);
});

test("a_card_whose_back_cannot_be_printed_is_ordered_with_its_front_alone", async () => {
  const asked: CardsAsk[] = [];
  const sheets = new CardSheets({
    cards: async () => [card("a"), { ...card("b"), back_faults: [{ field: "station_en", code: "empty", params: {} }] }],
    cardSheets: async (ask) => (asked.push(ask), { name: "cards.pdf", bytes: new Blob() }),
    outdatedCards: async () => [],
    ...nothing,
  }, () => {});
  await sheets.cards.load();
  sheets.copies = { a: 1, b: 1 };
  await sheets.make();
  sheets.twoSided = true;
  await sheets.make();
  expect(asked.map((ask) => ask.orders.map((order) => order.officer))).toEqual([["a", "b"], ["a"]]);
});

test("a_card_with_a_rare_character_is_ordered_only_when_somebody_says_so_and_with_the_mark", async () => {
  const rare = { field: "name", code: "missing_glyph", params: {} };
  const sheets = new CardSheets({
    cards: async () => [{ ...card("a"), missing: [rare] }, { ...card("b"), back_missing: [rare] }],
    cardSheets: async () => ({ name: "", bytes: new Blob() }),
    outdatedCards: async () => [],
    ...nothing,
  }, () => {});
  await sheets.cards.load();
  sheets.copies = { a: 1, b: 1 };
  const ordered = () => sheets.orders.map((order) => [order.officer, order.mark_missing]);
  expect(ordered()).toEqual([["b", false]]);
  sheets.marked = { a: true };
  expect(ordered()).toEqual([["a", true], ["b", false]]);
  sheets.twoSided = true;
  expect(ordered()).toEqual([["a", true]]);
  sheets.marked["b"] = true;
  expect(ordered()).toEqual([["a", true], ["b", true]]);
});

test("what_stands_on_a_card_is_changed_against_what_was_seen_and_the_photo_beside_it", async () => {
  const edits: FieldEditAsk[] = [], photos: (Blob | null)[] = [];
  const field = (name: string, value: string): FieldView => ({ name, value, shape: "line", choices: [], seen: `[${name}]`, others: [] });
  const sheets = new CardSheets({
    ...nothing,
    cards: async () => [{ ...card("b"), has_photo: photos.length === 1 }],
    cardSheets: async () => ({ name: "", bytes: new Blob() }),
    outdatedCards: async () => [],
    shelf: async (register) => ({ blank: [], rows: [{ id: "a", code: "1", fields: [], files: [] }, { id: "b", code: "2", fields: [field("name", register), field("phone", "0")], files: [] }] }),
    edit: async (edit) => void edits.push(edit),
    setCardPhoto: async (_, photo) => void photos.push(photo),
    endCardPhoto: async () => void photos.push(null),
  });
  await sheets.cards.load();
  await sheets.change("officer", sheets.cards.value?.[0] ?? null);
  const file = new Blob(["jpeg"]);
  await sheets.photograph(file);
  expect(sheets.changing?.photo?.has_photo).toBe(true);
  await sheets.photograph(null);
  expect([photos, sheets.changing?.photo?.has_photo, sheets.changes]).toEqual([[file, null], false, 2]);
  const editing = sheets.changing?.rows.editing;
  if (editing) editing.values["phone"] = "00000000909";
  expect(await sheets.save()).toBe(true);
  expect([edits, sheets.changing]).toEqual([[{ register: "officer", row: "b", field: "phone", value: "00000000909", seen: "[phone]" }], null]);
});

test("who_is_in_the_register_no_more_cannot_be_changed_and_that_is_said", async () => {
  const sheets = new CardSheets({ cards: async () => [], cardSheets: async () => ({ name: "", bytes: new Blob() }), outdatedCards: async () => [], ...nothing });
  await sheets.change("officer", card("gone"));
  expect([sheets.changing, sheets.opening.problem?.code]).toEqual([null, "not_found"]);
});
