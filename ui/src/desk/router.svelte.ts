// Where one is, in the address behind the #: the browser's own way back works, and a page that is loaded anew stays where it
// was. An address holds ids only.
export type Place =
  | { at: "today" }
  | { at: "register" }
  | { at: "household"; id: string }
  | { at: "person"; id: string }
  | { at: "record"; id: string }
  | { at: "sheets" }
  | { at: "keeping" }
  | { at: "portraits" }
  | { at: "documents" }
  | { at: "matters" }
  | { at: "matter"; id: string }
  | { at: "shelf" }
  | { at: "cards" }
  | { at: "tablets" }
  | { at: "numbers" }
  | { at: "audit" }
  | { at: "accounts" }
  | { at: "own" };

const WITH_ID = ["household", "person", "matter", "record"] as const;
type Plain = Exclude<Place["at"], (typeof WITH_ID)[number]>;
/** Every place without an id: one that is missing does not compile. */
const ALL: Record<Plain, true> = {
  today: true, register: true, sheets: true, keeping: true, portraits: true, documents: true, matters: true, shelf: true,
  cards: true, tablets: true, numbers: true, audit: true, accounts: true, own: true,
};
const PLAIN = Object.keys(ALL) as Plain[];

export const address = (place: Place): string => ("id" in place ? `#/${place.at}/${place.id}` : `#/${place.at}`);

/** The place of an address; `null` for one that is none. */
export function placeOf(hash: string): Place | null {
  const [, at = "", id = ""] = hash.split("/");
  const withId = WITH_ID.find((name) => name === at);
  if (withId && /^[0-9a-f-]{36}$/.test(id)) return { at: withId, id };
  const plain = PLAIN.find((name) => name === at);
  return plain ? { at: plain } : null;
}

export class Router {
  place = $state.raw<Place>({ at: "own" });
  readonly #home: Place;

  constructor(home: Place) {
    this.#home = home;
    this.follow();
  }

  /** The address changed: by us, by the browser's way back, or by hand. */
  follow(): void {
    this.place = placeOf(location.hash) ?? this.#home;
  }

  go(place: Place): void {
    location.hash = address(place);
    this.follow();
  }
}
