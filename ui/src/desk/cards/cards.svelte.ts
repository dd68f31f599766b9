// Sheets of contact cards for many officers at once, and who still holds an outdated one.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import { save, type Given } from "../save";
import type { OfficerCardView, OutdatedCardView } from "../types";

/** Five hundred sheets. */
export const MOST_CARDS = 5000;
const ON_A_SHEET = 10;

type Asked = Pick<Api, "cards" | "cardSheets" | "outdatedCards">;

export class CardSheets {
  readonly cards: Fetched<OfficerCardView[]>;
  readonly outdated: Fetched<OutdatedCardView[]>;
  readonly making = new Doing();
  copies = $state<Record<string, number>>({});
  twoSided = $state(false);
  readonly #api: Asked;
  readonly #keep: (file: Given) => void;

  constructor(api: Asked, keep: (file: Given) => void = save) {
    this.#api = api;
    this.#keep = keep;
    this.cards = new Fetched(api.cards);
    this.outdated = new Fetched(api.outdatedCards);
  }

  get orders(): { officer: string; copies: number }[] {
    const printable = (this.cards.value ?? []).filter((card) => card.faults.length === 0);
    return printable.map(({ officer }) => ({ officer, copies: this.copies[officer] ?? 0 })).filter((order) => order.copies > 0);
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
}
