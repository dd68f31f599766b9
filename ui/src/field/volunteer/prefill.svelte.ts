// What the register knows already of somebody who wants to help is filled in, and never over what somebody typed.
import type { Backend, Volunteer } from "../../lib/ipc";

type Asked = { household_id?: string | null; person_id?: string | null };
type Told = Pick<Volunteer, "name" | "phone">;
type Register = Pick<Backend, "household" | "person">;

/** Name and phone of the person, or of the head of the household; a person without a phone is called at home. */
export async function known(backend: Register, { household_id, person_id }: Asked): Promise<Told | null> {
  const person = person_id ? await backend.person(person_id) : null;
  if (person?.phone) return { name: person.name, phone: person.phone };
  const home = person?.household_id ?? household_id;
  if (!home) return null;
  const { head_name, phone } = await backend.household(home);
  return { name: person?.name ?? head_name, phone: phone.value };
}

export class Prefill {
  /** What stands in the form is the register's. */
  done = $state(false);
  #told: Told = { name: "", phone: "" };
  #asked = 0;

  /** Asked anew whenever another household is chosen: its head takes the place of the one before, unless somebody typed. */
  async follow(backend: Register, body: Told, asked: Asked): Promise<boolean> {
    const mine = ++this.#asked;
    // The register's silence takes nothing away: the officer types.
    const told = await known(backend, asked).catch(() => null);
    const untouched = body.name === this.#told.name && body.phone === this.#told.phone;
    if (!told || !untouched || mine !== this.#asked) return false;
    Object.assign(body, told);
    this.#told = told;
    return (this.done = true);
  }
}
