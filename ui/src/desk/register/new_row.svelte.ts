// A household or a person that is being added: what was typed stays until the station took it.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { Register } from "./fields";

/** The fields of an empty form, in the order in which they are typed. What is not here is corrected on the page later. */
const FORM: Record<Register, string[]> = {
  household: ["code", "area", "address", "access_notes", "phone"],
  person: ["name", "name_mn", "relation", "id_number", "born_on", "phone", "language"],
};

export class NewRow {
  readonly saving = new Doing();
  readonly names: string[];
  typed = $state<Record<string, string>>({});
  /** As the station was asked: what was changed since is not faulted any more. */
  #sent = $state.raw<Record<string, string>>({});
  readonly #register: Register;
  readonly #door: Pick<Api, "addRow">;

  constructor(api: Pick<Api, "addRow">, register: Register, given: Record<string, string> = {}) {
    this.#door = api;
    this.#register = register;
    this.names = FORM[register];
    this.typed = { ...Object.fromEntries(FORM[register].map((name) => [name, ""])), ...given };
  }

  get touched(): boolean {
    return this.names.some((name) => (this.typed[name] ?? "") !== "" && name !== "area");
  }

  fault(name: string): string | null {
    const { problem } = this.saving;
    return problem?.code === "invalid_fields" && this.typed[name] === this.#sent[name] ? (problem.params[name] ?? null) : null;
  }

  /** The id of the row; none if it was not taken. */
  async add(): Promise<string | null> {
    let id: string | null = null;
    this.#sent = { ...this.typed };
    await this.saving.run(async () => (id = (await this.#door.addRow({ register: this.#register, fields: { ...this.typed } })).id));
    return id;
  }
}
