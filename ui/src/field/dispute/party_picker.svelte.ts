// Who quarrels: members of the household with one tap, others found in the register, or a name that is in none.
import { Fetched, type Backend, type Hit, type Member, type Party } from "../../lib/ipc";

export const SHOWN_HITS = 5;
type Needs = Pick<Backend, "household" | "searchRegister">;

export class PartyPicker {
  query = $state("");
  readonly answer;
  readonly members;
  readonly #asked;
  #household: string | null;

  constructor(backend: Needs, household_id: string | null) {
    this.#household = household_id;
    this.answer = new Fetched(() => backend.searchRegister(this.query.trim(), null));
    this.members = new Fetched<Member[]>(async () => (this.#household === null ? [] : (await backend.household(this.#household)).members));
    this.#asked = $derived(this.query.trim() !== "");
  }

  get hits(): Hit[] {
    return this.#asked ? (this.answer.value?.hits.slice(0, SHOWN_HITS) ?? []) : [];
  }

  async search(): Promise<void> {
    if (this.#asked) await this.answer.load();
    else this.answer.drop();
  }

  /** A household that was found: its members are offered now. */
  async open(household_id: string): Promise<void> {
    this.#household = household_id;
    this.clear();
    await this.members.load();
  }

  clear(): void {
    this.query = "";
    this.answer.drop();
  }

  /** The name as it was typed: somebody who is not in the register. */
  get unknown(): Party | null {
    const name = this.query.trim();
    return name === "" ? null : { person: null, name };
  }

  /** Members that are no party yet. */
  offered(parties: Party[]): Member[] {
    return (this.members.value ?? []).filter((member) => !parties.some((party) => party.person === member.id));
  }
}

/** Nobody is a party twice. */
export const withParty = (parties: Party[], party: Party): Party[] =>
  party.person !== null && parties.some((one) => one.person === party.person) ? parties : [...parties, party];
