// A visit while it is written. The draft is saved at every pause, one save after the other; once the visit is saved or
// the draft discarded, nothing writes it any more.
import { Doing, Fetched, asProblem, type Backend, type Draft, type Material, type Problem, type ServiceKind, type ServicePointView } from "../../lib/ipc";
import type { Said } from "../../lib/words";

export const PAUSE_MS = 400;
type Needs = Pick<Backend, "openDraft" | "openCorrection" | "saveDraft" | "discardDraft" | "saveVisit" | "materials" | "servicePoints">;
export type Source = { household_id: string } | { visit_id: string };
type Lines = "services" | "suggestions" | "disputes" | "talks";

export class VisitForm {
  draft = $state<Draft | null>(null);
  problem = $state.raw<Problem | null>(null);
  draftSavedAt = $state.raw<Date | null>(null);
  faults = $state.raw<Record<string, string>>({});
  readonly materials: Fetched<Material[]>;
  readonly points: Fetched<ServicePointView[]>;
  readonly saving = new Doing();
  #closed = false;
  #dirty = false;
  #timer: ReturnType<typeof setTimeout> | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #backend: Needs;
  readonly #now: () => Date;

  constructor(backend: Needs, now: () => Date = () => new Date()) {
    this.#backend = backend;
    this.#now = now;
    this.materials = new Fetched(backend.materials);
    this.points = new Fetched(backend.servicePoints);
  }

  async open(source: Source): Promise<void> {
    try {
      const draft = await ("visit_id" in source
        ? this.#backend.openCorrection(source.visit_id)
        : this.#backend.openDraft(source.household_id));
      // A draft of an older version may lack what was not asked then.
      this.draft = { ...draft, anti_fraud: draft.anti_fraud ?? { advised: false, app: "no", jingle: false }, service_point: draft.service_point ?? null };
      this.problem = null;
    } catch (thrown) {
      this.problem = asProblem(thrown);
    }
    await Promise.all([this.materials.load(), this.points.load()]);
  }

  /** Something was changed: save when the hand rests. */
  touched = (): void => {
    if (this.#closed) return;
    this.#dirty = true;
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.flush(), PAUSE_MS);
  };

  /** Saves now what is not saved yet: on leaving a field, hiding the window, leaving the page. */
  flush = (): Promise<void> => {
    clearTimeout(this.#timer);
    if (this.#dirty && !this.#closed) {
      this.#dirty = false;
      this.#writing = this.#writing.then(() => this.#write());
    }
    return this.#writing;
  };

  /** Whether the page may be left: all that was typed is on the disk. */
  leave = async (): Promise<boolean> => {
    await this.flush();
    return this.#closed || !this.#dirty;
  };

  async #write(): Promise<void> {
    if (!this.draft || this.#closed) return;
    try {
      await this.#backend.saveDraft($state.snapshot(this.draft));
      this.draftSavedAt = this.#now();
      this.problem = null;
    } catch (thrown) {
      this.#dirty = true;
      this.problem = asProblem(thrown);
    }
  }

  /** The visit's id once it is on disk, else null: the faults or the problem say why. */
  async save(): Promise<string | null> {
    const draft = this.draft;
    if (!draft) return null;
    await this.flush();
    this.faults = {};
    this.#close(); // a draft written while the visit is being saved would come after it
    let id: string | null = null;
    const saved = await this.saving.run(async () => (id = await this.#backend.saveVisit($state.snapshot(draft))));
    if (!saved) this.#reopen();
    const problem = this.saving.problem;
    if (problem?.code === "invalid_fields")
      this.faults = Object.fromEntries(Object.entries(problem.params).map(([path, fault]) => [plainPath(path), fault]));
    return id;
  }

  async discard(): Promise<boolean> {
    const draft = this.draft;
    if (!draft) return false;
    this.#close();
    await this.#writing;
    const discarded = await this.saving.run(() => this.#backend.discardDraft(draft.id));
    if (!discarded) this.#reopen();
    return discarded;
  }

  #close(): void {
    this.#closed = true;
    clearTimeout(this.#timer);
  }

  #reopen(): void {
    this.#closed = false;
    this.touched();
  }

  fault(path: string): Said | null {
    const fault = this.faults[path];
    if (fault === undefined) return null;
    const known = ["required", "too_long", "out_of_range"] as const;
    return { key: `fault.${known.find((one) => one === fault) ?? "unknown"}` };
  }

  addService(kind: ServiceKind): void {
    this.draft?.services.push({ kind, note: "", count: 1 });
    this.touched();
  }

  addSuggestion(): void {
    this.draft?.suggestions.push({ text: "", said_as: null, unnamed: false });
    this.touched();
  }

  addDispute(): void {
    this.draft?.disputes.push({ kind: "grassland_boundary", outcome: "open", note: "", said_as: null, unnamed: false });
    this.touched();
  }

  addTalk(): void {
    this.draft?.talks.push({ topic: "", audience: 1, said_as: null, unnamed: false });
    this.touched();
  }

  /** Takes a line out and gives the way to put it back where it was. */
  remove(lines: Lines, index: number): () => void {
    const list = this.draft?.[lines] as unknown[] | undefined;
    const [line] = list?.splice(index, 1) ?? [];
    this.faults = {};
    this.touched();
    return () => {
      if (line === undefined) return;
      list?.splice(index, 0, line);
      this.touched();
    };
  }
}

/** services[0].note and services.0.note are the same place. */
const plainPath = (path: string) => path.replace(/\[(\d+)\]/g, ".$1");
