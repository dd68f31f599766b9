// One box. Each keystroke asks; an answer that a later keystroke overtook is dropped.
import { Fetched, type Backend, type Hit } from "../../lib/ipc";

export class Finder {
  query = $state("");
  area = $state<string | null>(null);
  /** Index of the hit that Enter opens. */
  chosen = $state(0);
  readonly answer;
  readonly areas;
  readonly asked = $derived(this.query.trim() !== "" || this.area !== null);

  constructor(backend: Pick<Backend, "searchRegister" | "areas">) {
    this.answer = new Fetched(() => backend.searchRegister(this.query.trim(), this.area));
    this.areas = new Fetched(backend.areas);
  }

  get hits(): Hit[] {
    return this.asked ? (this.answer.value?.hits ?? []) : [];
  }

  async search(): Promise<void> {
    this.chosen = 0;
    if (this.asked) await this.answer.load();
    else this.answer.drop();
  }

  async inArea(area: string | null): Promise<void> {
    this.area = area;
    await this.search();
  }

  move(steps: number): void {
    this.chosen = Math.max(0, Math.min(this.hits.length - 1, this.chosen + steps));
  }

  async clear(): Promise<void> {
    this.query = "";
    await this.search();
  }
}
