// Finding a household or somebody inside a form, by whatever the officer remembers.
import { Fetched, type Backend, type Hit } from "../lib/ipc";

/** As many as fit below the box without scrolling the form away. */
const SHOWN = 6;

export class RegisterSearch {
  query = $state("");
  readonly answer;

  constructor(backend: Pick<Backend, "searchRegister">) {
    this.answer = new Fetched(() => backend.searchRegister(this.query.trim(), null));
  }

  get asked(): boolean {
    return this.query.trim() !== "";
  }

  get hits(): Hit[] {
    return this.asked ? (this.answer.value?.hits.slice(0, SHOWN) ?? []) : [];
  }

  async search(): Promise<void> {
    if (this.asked) await this.answer.load();
    else this.answer.drop();
  }

  clear(): void {
    this.query = "";
    this.answer.drop();
  }
}

/** What a hit says of whom a record concerns: a person brings the household along. */
export const concerned = (hit: Hit) => ({ household_id: hit.household_id, person_id: hit.kind === "person" ? hit.id : null });
