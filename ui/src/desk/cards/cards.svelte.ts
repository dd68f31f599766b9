// Sheets of contact cards for many officers at once, what stands on them, and who still holds an outdated one.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import { save, type Given } from "../save";
import { ShelfRows, type Register } from "../shelf.svelte";
import type { CardFaultView, CardOrder, OfficerCardView, OutdatedCardView } from "../types";

/** Five hundred sheets. */
export const MOST_CARDS = 5000;
const ON_A_SHEET = 10;

type Asked = Pick<Api, "cards" | "cardSheets" | "outdatedCards" | "shelf" | "edit" | "addRow" | "enclose" | "withdrawFile" | "setCardPhoto" | "endCardPhoto">;

export class CardSheets {
  readonly cards: Fetched<OfficerCardView[]>;
  readonly outdated: Fetched<OutdatedCardView[]>;
  readonly making = new Doing();
  readonly opening = new Doing();
  readonly photographing = new Doing();
  /** The officer, or the station itself, whose words are being changed. */
  changing = $state.raw<{ rows: ShelfRows; photo: OfficerCardView | null } | null>(null);
  /** How often something that stands on the cards was changed. */
  changes = $state(0);
  copies = $state<Record<string, number>>({});
  twoSided = $state(false);
  /** Officers on whose cards 〓 is printed for a character that no font has. */
  marked = $state<Record<string, boolean>>({});
  readonly #api: Asked;
  readonly #keep: (file: Given) => void;

  constructor(api: Asked, keep: (file: Given) => void = save) {
    this.#api = api;
    this.#keep = keep;
    this.cards = new Fetched(api.cards);
    this.outdated = new Fetched(api.outdatedCards);
  }

  get orders(): CardOrder[] {
    const printable = (this.cards.value ?? []).filter((card) => this.isPrintable(card));
    return printable.map(({ officer }) => ({ officer, copies: this.copies[officer] ?? 0, mark_missing: this.marked[officer] ?? false })).filter((order) => order.copies > 0);
  }

  /** The characters that no font has, on the sides that are printed. */
  missing(card: OfficerCardView): CardFaultView[] {
    return [...card.missing, ...(this.twoSided ? card.back_missing : [])];
  }

  isPrintable(card: OfficerCardView): boolean {
    if (this.missing(card).length > 0 && !this.marked[card.officer]) return false;
    return card.faults.length === 0 && (!this.twoSided || card.back_faults.length === 0);
  }

  get count(): number {
    return this.orders.reduce((sum, order) => sum + order.copies, 0);
  }

  get sheets(): number {
    return Math.ceil(this.count / ON_A_SHEET) * (this.twoSided ? 2 : 1);
  }

  get tooMany(): boolean {
    return this.count > MOST_CARDS;
  }

  async make(): Promise<void> {
    await this.making.run(async () => this.#keep(await this.#api.cardSheets({ orders: this.orders, two_sided: this.twoSided })));
  }

  /** Opens what stands on an officer's card, or on everybody's. */
  async change(register: Register & ("officer" | "station"), card: OfficerCardView | null): Promise<void> {
    await this.opening.run(async () => {
      const rows = new ShelfRows(this.#api, register);
      await rows.view.load();
      const row = rows.view.value?.rows.find((row) => card === null || row.id === card.officer);
      if (!row) return Promise.reject(rows.view.problem ?? { code: "not_found", params: {} });
      rows.edit(row);
      this.photographing.problem = null;
      this.changing = { rows, photo: card };
    });
  }

  async save(): Promise<boolean> {
    const saved = (await this.changing?.rows.save()) ?? false;
    if (saved) this.changing = null;
    await this.#again();
    return saved;
  }

  /** Puts a photo on the back of the card that is being changed, or takes it away. */
  async photograph(photo: Blob | null): Promise<void> {
    const officer = this.changing?.photo?.officer;
    if (officer === undefined) return;
    await this.photographing.run(() => (photo ? this.#api.setCardPhoto(officer, photo) : this.#api.endCardPhoto(officer)));
    await this.#again();
    const card = this.cards.value?.find((card) => card.officer === officer);
    if (this.changing && card) this.changing = { ...this.changing, photo: card };
  }

  async #again(): Promise<void> {
    this.changes += 1;
    await this.cards.load();
    if (this.outdated.value) await this.outdated.load();
  }
}
