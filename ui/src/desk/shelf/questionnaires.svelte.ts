// Questionnaires: a workbook is looked at, then put in force; results by edition.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { QuestionnaireView, ResultsView, WorkbookView } from "../types";

type Door = Pick<Api, "questionnaires" | "previewWorkbook" | "keepWorkbook" | "withdraw" | "results">;

export class Questionnaires {
  readonly list: Fetched<QuestionnaireView[]>;
  readonly results: Fetched<ResultsView>;
  readonly reading = new Doing();
  readonly keeping = new Doing();
  /** The workbook that is looked at. */
  seen = $state.raw<{ file: Blob; name: string; view: WorkbookView } | null>(null);
  open = $state.raw<QuestionnaireView | null>(null);
  version = $state("");
  readonly #api: Door;

  constructor(api: Door) {
    this.#api = api;
    this.list = new Fetched(api.questionnaires);
    this.results = new Fetched(() => api.results(this.open?.id ?? "", this.version));
  }

  async look(file: File): Promise<void> {
    [this.seen, this.open] = [null, null];
    await this.reading.run(async () => (this.seen = { file, name: file.name, view: await this.#api.previewWorkbook(file) }));
  }

  /** Puts the workbook in force that was looked at. */
  async keep(): Promise<boolean> {
    const seen = this.seen;
    if (!seen) return false;
    const done = await this.keeping.run(async () => {
      const view = await this.#api.keepWorkbook(seen.file);
      this.seen = view.form === null ? { ...seen, view } : null;
    });
    await this.list.load();
    return done && this.seen === null;
  }

  async withdraw(one: QuestionnaireView): Promise<void> {
    await this.keeping.run(() => this.#api.withdraw(one.id, !one.withdrawn));
    await this.list.load();
  }

  async show(one: QuestionnaireView): Promise<void> {
    [this.open, this.version, this.seen] = [one, "", null];
    this.results.drop();
    await this.results.load();
  }
}
