// Service points, the phrasebook, and what stands on contact cards: the rows of a register, one of them open to be corrected.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { ShelfRow } from "../types";

export type Register = "service_point" | "phrase" | "officer" | "station";

export class ShelfRows {
  readonly rows: Fetched<ShelfRow[]>;
  readonly saving = new Doing();
  editing = $state<{ row: ShelfRow; values: Record<string, string> } | null>(null);
  readonly #api: Pick<Api, "shelf" | "edit">;
  readonly #register: Register;

  constructor(api: Pick<Api, "shelf" | "edit">, register: Register) {
    this.#api = api;
    this.#register = register;
    this.rows = new Fetched(() => api.shelf(register));
  }

  edit(row: ShelfRow): void {
    this.editing = { row, values: Object.fromEntries(row.fields.map((field) => [field.name, field.value])) };
    this.saving.problem = null;
  }

  get changed(): boolean {
    const editing = this.editing;
    return editing !== null && editing.row.fields.some((field) => editing.values[field.name]?.trim() !== field.value);
  }

  /** What is wrong with a field, by the station's word. */
  fault(name: string): string | null {
    const { problem } = this.saving;
    return problem?.code === "invalid_fields" ? (problem.params[name] ?? null) : null;
  }

  /** Saves each field that was changed against the versions that were seen; what was saved before a refusal stays. */
  async save(): Promise<boolean> {
    const editing = this.editing;
    if (!editing) return false;
    const done = await this.saving.run(async () => {
      for (const field of editing.row.fields) {
        const value = (editing.values[field.name] ?? "").trim();
        if (value === field.value) continue;
        await this.#api.edit({ register: this.#register, row: editing.row.id, field: field.name, value, seen: field.seen });
      }
    });
    if (done) this.editing = null;
    await this.rows.load();
    return done;
  }
}
