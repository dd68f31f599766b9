// Whether a suggestion is said by somebody or by nobody. Unnamed means that neither household nor person is in the record.
import type { Kind } from "../kinds";
import type { RecordForm } from "../record_form.svelte";

export class Naming {
  unnamed = $state(false);
  readonly #form: Pick<RecordForm<Kind>, "around" | "at" | "touched">;

  constructor(form: Pick<RecordForm<Kind>, "around" | "at" | "touched">) {
    this.#form = form;
    const { household_id, person_id, area_id } = form.around;
    const named = household_id !== null || person_id !== null;
    this.unnamed = !named && (this.#begun || area_id !== null);
  }

  /** It was begun at a household or a person's page. */
  get #begun(): boolean {
    return Boolean(this.#form.at.household_id ?? this.#form.at.person_id);
  }

  /** Whether the officer chooses: what was said with a name once cannot be unsaid by correcting it. */
  get free(): boolean {
    return this.#form.at.corrects === undefined;
  }

  /** A household is still to be found. */
  get seeks(): boolean {
    return this.free && !this.unnamed && !this.#begun;
  }

  set(unnamed: boolean): void {
    this.unnamed = unnamed;
    const { household_id = null, person_id = null } = unnamed ? {} : this.#form.at;
    Object.assign(this.#form.around, { household_id, person_id, area_id: null });
    this.#form.touched();
  }
}
