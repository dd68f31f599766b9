// Who quarrels: members of the household with one tap, others found in the register, or a name that is in none.
import { Fetched, type Backend, type Member, type Party } from "../../lib/ipc";
import { RegisterSearch } from "../register_search.svelte";

export class PartyPicker extends RegisterSearch {
  readonly members;
  #household: string | null;

  constructor(backend: Pick<Backend, "household" | "searchRegister">, household_id: string | null) {
    super(backend);
    this.#household = household_id;
    this.members = new Fetched<Member[]>(async () => (this.#household === null ? [] : (await backend.household(this.#household)).members));
  }

  /** A household that was found: its members are offered now. */
  async open(household_id: string): Promise<void> {
    this.#household = household_id;
    this.clear();
    await this.members.load();
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
