// One row is to give way to another: the other one is looked for, both are looked at side by side, and what is taken over is
// chosen field by field.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { HitView, MergeField, MergeView } from "../types";
import type { Register } from "./fields";
import { Finder } from "./finder.svelte";

type Door = Pick<Api, "search" | "areas" | "mergeView" | "merge">;

export class Merge {
  readonly finder: Finder;
  readonly looking = new Doing();
  readonly saving = new Doing();
  view = $state.raw<MergeView | null>(null);
  /** Fields whose value comes from the row that gives way. */
  take = $state<Record<string, boolean>>({});
  readonly #door: Door;
  readonly #register: Register;
  readonly #stays: string;

  constructor(door: Door, register: Register, stays: string) {
    this.#door = door;
    this.#register = register;
    this.#stays = stays;
    this.finder = new Finder(door);
  }

  /** Those that could give way: of the same register, and not this one. */
  get hits(): HitView[] {
    return this.finder.hits.filter((hit) => hit.kind === this.#register && hit.id !== this.#stays);
  }

  get differing(): MergeField[] {
    return this.view?.fields.filter((field) => field.stays !== field.goes) ?? [];
  }

  async look(goes: string): Promise<void> {
    await this.looking.run(async () => (this.view = await this.#door.mergeView(this.#stays, goes)));
    this.saving.problem = null;
    // What stands nowhere but in the row that gives way is taken over, unless somebody says otherwise.
    this.take = Object.fromEntries(this.differing.map((field) => [field.name, field.stays === ""]));
  }

  back(): void {
    this.view = null;
    this.looking.problem = this.saving.problem = null;
  }

  async merge(): Promise<boolean> {
    const { view } = this;
    if (!view) return false;
    const take = this.differing.map((field) => field.name).filter((name) => this.take[name]);
    const done = await this.saving.run(() => this.#door.merge(this.#stays, { goes: view.goes.id, take, seen: view.seen }));
    // Somebody corrected one of them meanwhile: both are shown as they are now, and the sentence stays.
    if (!done && this.saving.problem?.code === "corrected_meanwhile") this.view = await this.#door.mergeView(this.#stays, view.goes.id);
    return done;
  }
}
