// A household's page and the two things an officer may put right on it.
import { Doing, Fetched, type Backend, type HouseholdField, type HouseholdPage } from "../../lib/ipc";

type Editing = { id: string; field: HouseholdField; value: string; seen: string; others: string[] };

export class Household {
  readonly page: Fetched<HouseholdPage>;
  editing = $state<Editing | null>(null);
  readonly saving = new Doing();
  readonly #backend: Pick<Backend, "household" | "editHousehold">;

  constructor(backend: Pick<Backend, "household" | "editHousehold">, id: string) {
    this.#backend = backend;
    this.page = new Fetched(() => backend.household(id));
  }

  edit(field: HouseholdField): void {
    const page = this.page.value;
    if (!page) return;
    this.editing = { id: page.id, field, ...page[field] };
    this.saving.problem = null;
  }

  /** Saves the household and against the version that were seen when the editor was opened, not those that a sync brought
   *  since: the page of a household that gave way shows the one that stays. */
  async save(): Promise<void> {
    const edit = this.editing;
    if (!edit) return;
    const saved = await this.saving.run(() => this.#backend.editHousehold(edit.id, edit.field, edit.value.trim(), edit.seen));
    if (!saved) return;
    this.editing = null;
    await this.page.load();
  }
}
