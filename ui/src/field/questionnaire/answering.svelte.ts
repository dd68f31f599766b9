// A questionnaire while it is being answered: one question after the other, only those that the answers so far call for.
// Which these are is said by the backend, which alone reads the conditions; it is asked again after each answer.
import { asProblem, type Answer, type Backend, type Question, type QuestionnaireView } from "../../lib/ipc";
import { isKey, type Said } from "../../lib/words";
import { RecordForm } from "../record_form.svelte";

export const ASK_MS = 200;
type Needs = Pick<Backend, "asked" | "keepForm" | "keptForm" | "saveRecord" | "keepPicture">;
type Whose = { household_id?: string | undefined; area_id?: string | undefined };

export class Answering extends RecordForm<"answers"> {
  override readonly place: string;
  readonly questionnaire: QuestionnaireView;
  /** The name of the question that is on the screen; null before the first. */
  step = $state<string | null>(null);
  #names = $state.raw<ReadonlySet<string>>(new Set());
  #timer: ReturnType<typeof setTimeout> | undefined;
  #asking: Promise<void> = Promise.resolve();
  readonly #ask: Needs["asked"];

  constructor(backend: Needs, questionnaire: QuestionnaireView, whose: Whose = {}) {
    const { id, version } = questionnaire;
    const at = { kind: "answers", ...(whose.household_id === undefined ? {} : { household_id: whose.household_id }) } as const;
    super(backend, at, { questionnaire: id, version, answers: {}, score: null });
    this.questionnaire = questionnaire;
    this.#ask = backend.asked;
    this.around.area_id = whose.area_id ?? null;
    // What was begun without a name and what was begun for a household do not meet.
    this.place = ["questionnaire", id, ...(whose.household_id === undefined ? [] : [whose.household_id])].join("/");
  }

  get given(): Record<string, Answer> {
    return this.body.answers ?? {};
  }

  /** The questions and notes that are asked, in their order. */
  get questions(): Question[] {
    return (this.questionnaire.form ?? []).filter((question) => this.#names.has(question.name ?? ""));
  }

  get current(): Question | null {
    return this.questions.find((question) => question.name === this.step) ?? null;
  }

  get last(): boolean {
    return this.questions.at(-1)?.name === this.step;
  }

  /** Which question of how many is on the screen; notes are not counted, and stand at the question before them. */
  get progress(): { n: number; m: number } {
    const until = this.questions.findIndex((question) => question.name === this.step);
    const count = (questions: Question[]) => questions.filter((question) => question.kind !== "note").length;
    return { n: count(this.questions.slice(0, until + 1)), m: count(this.questions) };
  }

  get begun(): boolean {
    return Object.keys(this.given).length > 0;
  }

  /** What was answered before; of an older edition only what is still asked for. */
  override async open(): Promise<void> {
    await super.open();
    const known = new Set((this.questionnaire.form ?? []).map((question) => question.name));
    const answers = Object.fromEntries(Object.entries(this.given).filter(([name]) => known.has(name)));
    this.body = { questionnaire: this.questionnaire.id, version: this.questionnaire.version, answers, score: null };
    await this.#askNow();
    // Where or whom it concerns is known: one goes straight to where one stopped.
    if (this.around.household_id !== null || this.around.area_id !== null) this.begin();
  }

  answer(name: string, answer: Answer | null): void {
    const { [name]: _, ...others } = this.given;
    this.body.answers = answer === null || answer.length === 0 ? others : { ...others, [name]: answer };
    this.#mend(name);
    this.touched();
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => void this.#askNow(), ASK_MS);
  }

  /** To the first question that is not answered yet; without a household the area must be told first. */
  begin(): void {
    if (this.around.household_id === null && this.around.area_id === null) {
      this.faults = { ...this.faults, area_id: "required" };
      return;
    }
    this.#mend("area_id");
    const waits = this.questions.find((question) => question.kind !== "note" && this.given[question.name ?? ""] === undefined);
    const first = this.begun ? (waits ?? this.questions.at(-1)) : this.questions[0];
    this.step = first?.name ?? null;
  }

  back(): void {
    const at = this.questions.findIndex((question) => question.name === this.step);
    this.step = this.questions[at - 1]?.name ?? (this.around.household_id === null ? null : this.step);
  }

  /** To the next question, or at the last one saves: then the record's id is returned. */
  async forward(): Promise<string | null> {
    await this.#settled();
    const { current, questions } = this;
    if (current?.required && current.kind !== "note" && this.given[current.name ?? ""] === undefined) {
      this.faults = { ...this.faults, [current.name ?? ""]: "required" };
      return null;
    }
    const following = current && questions[questions.indexOf(current) + 1];
    if (following) this.step = following.name ?? null;
    return following ? null : this.#finish();
  }

  async #finish(): Promise<string | null> {
    const id = await this.save();
    if (id !== null) return id;
    const wrong = this.questions.find((question) => this.faults[question.name ?? ""] !== undefined);
    if (wrong) this.step = wrong.name ?? null;
    else if (this.faults["area_id"] !== undefined) this.step = null;
    return null;
  }

  /** What is wrong with the answer to a question. */
  wrong(name: string): Said | null {
    const fault = this.faults[name];
    if (fault === undefined) return null;
    const key = `answer.${fault}`;
    return { key: isKey(key) ? key : "fault.unknown" };
  }

  #mend(path: string): void {
    const { [path]: _, ...others } = this.faults;
    this.faults = others;
  }

  async #settled(): Promise<void> {
    if (this.#timer !== undefined) void this.#askNow();
    await this.#asking;
  }

  /** One after the other, so that what is known in the end is what was asked last. */
  #askNow(): Promise<void> {
    clearTimeout(this.#timer);
    this.#timer = undefined;
    this.#asking = this.#asking.then(async () => {
      try {
        this.#names = new Set(await this.#ask(this.questionnaire.id, $state.snapshot(this.given)));
      } catch (thrown) {
        this.problem = asProblem(thrown);
      }
    });
    return this.#asking;
  }
}
