// A record while it is written. What stands in the form is kept at every pause, by its place, until it is saved or thrown
// away; a save that fails loses nothing.
import { Doing, asProblem, type Backend, type FactBody, type Matter, type NewRecord, type Problem } from "../lib/ipc";
import type { Said } from "../lib/words";
import type { BodyOf, Kind } from "./kinds";
import type { RecordAt } from "./place";

export const PAUSE_MS = 400;
type Needs = Pick<Backend, "keepForm" | "keptForm" | "saveRecord" | "keepPicture">;
/** Where and when; what a form asks besides its body. */
type Around = { happened_at: string | null; household_id: string | null; person_id: string | null; area_id: string | null };

export class RecordForm<K extends Kind> {
  body = $state() as BodyOf<K>;
  around = $state<Around>({ happened_at: null, household_id: null, person_id: null, area_id: null });
  keptAt = $state.raw<Date | null>(null);
  problem = $state.raw<Problem | null>(null);
  faults = $state.raw<Partial<Record<string, string>>>({});
  readonly saving = new Doing();
  readonly place: string;
  /** The matter that it is said of. */
  readonly about: Matter | null;
  readonly kind: K;
  /** Where it was begun, and of what; what corrects something keeps whom that concerned, and where. */
  readonly at: RecordAt & { kind: K };
  #closed = false;
  #dirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #backend: Needs;

  constructor(backend: Needs, at: RecordAt & { kind: K }, blank: BodyOf<K>, about: Matter | null = null) {
    this.#backend = backend;
    this.at = at;
    this.kind = at.kind;
    this.about = about;
    this.body = blank;
    this.around.household_id = at.household_id ?? null;
    this.around.person_id = at.person_id ?? null;
    const what = [at.kind, at.as, at.about, at.household_id, at.person_id, at.corrects];
    this.place = what.filter((part) => part !== undefined).join("/");
  }

  /** What was typed here before and not saved. */
  async open(): Promise<void> {
    try {
      const kept = await this.#backend.keptForm(this.place);
      if (kept !== null) ({ body: this.body, around: this.around } = JSON.parse(kept) as { body: BodyOf<K>; around: Around });
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
  }

  touched = (): void => {
    if (this.#closed) return;
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  };

  /** Keeps now what is not kept yet: on leaving a field, hiding the window, leaving the page. */
  flush = (): Promise<void> => {
    clearTimeout(this.#timer);
    if (this.#dirty && !this.#closed) {
      this.#dirty = false;
      this.#writing = this.#writing.then(() => this.#keep());
    }
    return this.#writing;
  };

  leave = async (): Promise<boolean> => {
    await this.flush();
    return this.#closed || !this.#dirty;
  };

  async #keep(): Promise<void> {
    try {
      await this.#backend.keepForm(this.place, JSON.stringify({ body: this.body, around: this.around }));
      this.keptAt = new Date();
      this.problem = null;
    } catch (thrown) {
      this.#dirty = true;
      this.problem = asProblem(thrown);
    }
  }

  /** The record's id once it is on the disk, else null: the faults or the problem say why. */
  async save(): Promise<string | null> {
    await this.flush();
    this.faults = {};
    const record: NewRecord = {
      ...$state.snapshot(this.around), corrects: this.at.corrects ?? null, form: this.place,
      body: { kind: this.kind, body: $state.snapshot(this.body) } as FactBody,
    };
    let id: string | null = null;
    const saved = await this.saving.run(async () => (id = await this.#backend.saveRecord(record)));
    if (saved) this.#close();
    else if (this.saving.problem?.code === "invalid_fields") this.faults = this.saving.problem.params;
    return id;
  }

  /** Forgets what was typed. */
  async discard(): Promise<boolean> {
    this.#close();
    await this.#writing;
    return this.saving.run(() => this.#backend.keepForm(this.place, null));
  }

  #close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  fault(path: string): Said | null {
    const fault = this.faults[path];
    if (fault === undefined) return null;
    const known = ["required", "too_long", "out_of_range"] as const;
    return { key: `fault.${known.find((one) => one === fault) ?? "unknown"}` };
  }

  /** Keeps a photo; the answer is what the record names it by. */
  keepPicture = (bytes: Uint8Array) => this.#backend.keepPicture(bytes);
}
