// Who looked at whom on the tablets, of the days that are asked for.
import { Fetched } from "../../lib/ipc";
import { isDayOrNone } from "../../lib/words";
import type { Api } from "../api";
import type { LooksView } from "../types";

/** Days that are shown at first. */
const DAYS = 7;

export class Looks {
  readonly view: Fetched<LooksView>;
  from = $state("");
  to = $state("");
  q = $state("");

  constructor(api: Pick<Api, "looks">, today: string) {
    this.view = new Fetched(() => api.looks({ from: this.from.trim(), to: this.to.trim(), q: this.q.trim() }));
    const first = new Date(`${today}T00:00:00Z`);
    first.setUTCDate(first.getUTCDate() - DAYS + 1);
    [this.from, this.to] = [first.toISOString().slice(0, 10), today];
  }

  get ready(): boolean {
    return isDayOrNone(this.from.trim()) && isDayOrNone(this.to.trim());
  }
}
