// A household's page and the two things an officer may put right on it.
import { Doing, Fetched, type Backend, type HouseholdField, type HouseholdPage } from "../../lib/ipc";

type Editing = { field: HouseholdField; value: string; seen: string; others: string[] };

export class Household {
  readonly page: Fetched<HouseholdPage>;
  editing = $state<Editing | null>(null);
  readonly saving = new Doing();
  readonly #backend: Pick<Backend, "household" | "editHousehold">;
  readonly #id: string;

  constructor(backend: Pick<Backend, "household" | "editHousehold">, id: string) {
    this.#backend = backend;
    this.#id = id;
    this.page = new Fetched(() => backend.household(id));
  }

  edit(field: HouseholdField): void {
    const { value, seen, others } = this.page.value?.[field] ?? { value: "", seen: "", others: [] };
    this.editing = { field, value, seen, others };
    this.saving.problem = null;
  }

  /** Saves against the version that was seen when the editor was opened, not one that a sync brought since. */
  async save(): Promise<void> {
    const edit = this.editing;
    if (!edit) return;
    const saved = await this.saving.run(() => this.#backend.editHousehold(this.#id, edit.field, edit.value.trim(), edit.seen));
    if (!saved) return;
    this.editing = null;
    await this.page.load();
  }
}
