// Where the finished documents of this tablet's areas are: in this officer's backpack, at the station, delivered today.
import { Doing, Fetched, type Backend, type Matter } from "../../lib/ipc";
import { saidBy } from "../officer";
import { sayNow } from "../say_now";
import { Count } from "./count.svelte";
import { carries } from "./kind";

export type Places = { mine: Matter[]; waiting: Matter[]; delivered: Matter[] };
type Needs = Pick<Backend, "appState" | "matters" | "matter" | "entries" | "saveRecord" | "withdrawRecord">;

export class Custody {
  readonly places: Fetched<Places>;
  readonly taking = new Doing();
  readonly count: Count;
  readonly #backend: Needs;

  /** `today`: the day as 2026-11-24. */
  constructor(backend: Needs, today: string) {
    this.#backend = backend;
    this.places = new Fetched(async () => {
      const [officer, open, said] = await Promise.all([
        backend.appState(), backend.matters({ kinds: ["application"], open_only: true, limit: 5000 }), backend.entries("progress", today),
      ]);
      const handed = said.flatMap((entry) =>
        entry.body.kind === "progress" && entry.body.body.step.is === "delivered" && saidBy(officer, entry) ? [entry.body.body.application] : []);
      return {
        mine: open.filter((matter) => carries(officer, matter)),
        waiting: open.filter(({ custody }) => custody?.place === "station"),
        delivered: await Promise.all([...new Set(handed)].map((id) => backend.matter(id))),
      };
    });
    this.count = new Count(() => this.places.value?.mine ?? []);
  }

  /** One tap; the way back, or null when it could not be said. */
  async takeAlong(matter: Matter): Promise<(() => Promise<void>) | null> {
    let undo: (() => Promise<unknown>) | null = null;
    await this.taking.run(async () => (undo = await sayNow(this.#backend, { kind: "progress", as: "taken_along", about: matter.id }, matter)));
    await this.places.load();
    const back: (() => Promise<unknown>) | null = undo;
    return back && (async () => {
      await this.taking.run(back);
      await this.places.load();
    });
  }
}
