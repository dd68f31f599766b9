// A household's or a person's page: looked at, one field corrected at a time, and what became of each field.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { FieldView, Written } from "../types";

type Editing = { field: FieldView; value: string };

export class RowPage<T extends { fields: FieldView[] }> {
  readonly page: Fetched<T>;
  readonly history: Fetched<Written[]>;
  readonly saving = new Doing();
  editing = $state<Editing | null>(null);
  readonly #api: Pick<Api, "edit" | "history">;
  readonly #register: "household" | "person";
  readonly #row: string;

  constructor(api: Pick<Api, "edit" | "history">, register: "household" | "person", row: string, look: (row: string) => Promise<T>) {
    this.#api = api;
    this.#register = register;
    this.#row = row;
    this.page = new Fetched(() => look(row));
    this.history = new Fetched(() => api.history(row));
  }

  edit(field: FieldView): void {
    this.editing = { field, value: field.value };
    this.saving.problem = null;
  }

  /** What is wrong with the value, by the station's word; other problems are shown as such. */
  get fault(): string | null {
    const { problem } = this.saving;
    return problem?.code === "invalid_fields" ? (problem.params[this.editing?.field.name ?? ""] ?? "unknown") : null;
  }

  /** Saves against the version that was seen when the editor was opened, not one that came since. */
  async save(): Promise<void> {
    const editing = this.editing;
    if (!editing) return;
    const { name: field, seen } = editing.field;
    const ask = { register: this.#register, row: this.#row, field, value: editing.value.trim(), seen };
    if (!(await this.saving.run(() => this.#api.edit(ask)))) return;
    this.editing = null;
    await this.load();
  }

  /** Looks again at what is shown. */
  async load(): Promise<void> {
    await this.page.load();
    if (this.history.value) await this.history.load();
  }
}
