// Materials, service points, the phrasebook, the officers, and what stands on contact cards: the rows of a register, one of them open to be
// added or corrected, and the files beside them.
import { Doing, Fetched, type Problem } from "../lib/ipc";
import type { Api } from "./api";
import type { FieldView, ShelfRow, ShelfView } from "./types";

export type Register = "material" | "service_point" | "phrase" | "officer" | "station";
type Door = Pick<Api, "shelf" | "edit" | "addRow" | "enclose" | "withdrawFile">;
/** What is typed, of a row that is there or of one that is not yet. */
type Editing = { id: string | null; fields: FieldView[]; values: Record<string, string> };

/** What the station says of a file that no tablet can show. */
export const isForeign = (problem: Problem | null): boolean => problem?.code === "invalid_fields" && "media" in problem.params;

export class ShelfRows {
  readonly view: Fetched<ShelfView>;
  readonly saving = new Doing();
  readonly filing = new Doing();
  editing = $state<Editing | null>(null);
  readonly #api: Door;
  readonly #register: Register;

  constructor(api: Door, register: Register) {
    this.#api = api;
    this.#register = register;
    this.view = new Fetched(() => api.shelf(register));
  }

  edit(row: ShelfRow): void {
    this.#open(row.id, row.fields);
  }

  add(): void {
    this.#open(null, this.view.value?.blank ?? []);
  }

  #open(id: string | null, fields: FieldView[]): void {
    // Of a choice that nobody made the first holds.
    const typed = (field: FieldView) => field.value || (field.choices[0] ?? "");
    this.editing = { id, fields, values: Object.fromEntries(fields.map((field) => [field.name, typed(field)])) };
    this.saving.problem = null;
  }

  #typed = ({ values }: Editing, field: FieldView): string => (values[field.name] ?? "").trim();

  get changed(): boolean {
    const editing = this.editing;
    return editing !== null && editing.fields.some((field) => this.#typed(editing, field) !== (field.value || (field.choices[0] ?? "")));
  }

  /** What is wrong with a field, by the station's word. */
  fault(name: string): string | null {
    const { problem } = this.saving;
    return problem?.code === "invalid_fields" ? (problem.params[name] ?? null) : null;
  }

  /** Adds the row, or saves each field that was changed against the versions that were seen; what was saved before a refusal
   * stays. */
  async save(): Promise<boolean> {
    const editing = this.editing;
    if (!editing) return false;
    const done = await this.saving.run(async () => {
      if (editing.id === null) {
        const fields = Object.fromEntries(editing.fields.map((field) => [field.name, this.#typed(editing, field)]));
        return void (await this.#api.addRow({ register: this.#register, fields }));
      }
      for (const field of editing.fields) {
        const value = this.#typed(editing, field);
        if (value === field.value) continue;
        await this.#api.edit({ register: this.#register, row: editing.id, field: field.name, value, seen: field.seen });
      }
    });
    if (done) this.editing = null;
    await this.view.load();
    return done;
  }

  enclose = (row: ShelfRow, file: File): Promise<boolean> => this.#file(() => this.#api.enclose(row.id, file.name, file));
  withdraw = (row: ShelfRow, name: string): Promise<boolean> => this.#file(() => this.#api.withdrawFile(row.id, name));

  async #file(does: () => Promise<void>): Promise<boolean> {
    const done = await this.filing.run(does);
    await this.view.load();
    return done;
  }
}
