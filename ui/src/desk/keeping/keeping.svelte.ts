// What ends by itself, and the backups: their plan as it is typed, what became of them, and the rehearsal of the newest.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { BackupPlan, BackupRun, KeepingView, PeriodView, RecoveryView, RehearsalView } from "../types";

type Door = Pick<Api, "retention" | "setPeriod" | "backupPlan" | "planBackups" | "endBackups" | "backups" | "backUp" | "rehearse" | "recovery">;
type Typed = { folder: string; keep: string; hour: string; withKey: boolean };

export const megabytes = (bytes: number): string => (bytes / 1_000_000).toFixed(1);

export class Keeping {
  readonly ending: Fetched<KeepingView>;
  readonly runs: Fetched<BackupRun[]>;
  /** Loaded apart from `plan`: that there is none is an answer. */
  readonly planned: Fetched<{ plan: BackupPlan | null }>;
  readonly planning = new Doing();
  readonly working = new Doing();
  readonly period = new Doing();
  readonly recovering = new Doing();
  /** The recovery sheet, for as long as it is looked at. */
  sheet = $state.raw<RecoveryView | null>(null);
  /** The kind that is being changed, and what was typed. */
  changing = $state<{ period: PeriodView; months: string } | null>(null);
  typed = $state<Typed>({ folder: "", keep: "7", hour: "2", withKey: true });
  found = $state.raw<RehearsalView | null>(null);
  readonly #door: Door;

  constructor(door: Door) {
    this.#door = door;
    this.ending = new Fetched(door.retention);
    this.runs = new Fetched(door.backups);
    this.planned = new Fetched(async () => ({ plan: await door.backupPlan() }));
  }

  async load(keeps: boolean): Promise<void> {
    await Promise.all(keeps ? [this.ending.load(), this.#loadBackups()] : [this.ending.load()]);
  }

  async #loadBackups(): Promise<void> {
    await Promise.all([this.runs.load(), this.planned.load()]);
    const plan = this.planned.value?.plan;
    if (plan) this.typed = { folder: plan.folder, keep: String(plan.keep), hour: String(plan.hour), withKey: plan.with_key };
  }

  async showRecovery(password: string): Promise<boolean> {
    const shown = await this.recovering.run(async () => (this.sheet = await this.#door.recovery(password)));
    if (shown) await this.ending.load();
    return shown;
  }

  change(period: PeriodView): void {
    this.changing = { period, months: String(period.months) };
    this.period.problem = null;
  }

  async setPeriod(): Promise<boolean> {
    const changing = this.changing;
    if (!changing) return false;
    // Nonsense is nought, which the station refuses.
    const months = /^\d{1,4}$/.test(changing.months.trim()) ? Number(changing.months) : 0;
    const done = await this.period.run(() => this.#door.setPeriod(changing.period.kind, months));
    if (done) this.changing = null;
    if (done) await this.ending.load();
    return done;
  }

  /** What is wrong with a field, by the station's word. */
  fault(field: "folder" | "keep" | "hour"): boolean {
    const { problem } = this.planning;
    return problem?.code === "invalid_fields" && field in problem.params;
  }

  async plan(): Promise<boolean> {
    const { folder, keep, hour, withKey } = this.typed;
    // Nonsense is nought, which the station refuses by name.
    const number = (text: string, nonsense: number) => (/^\d{1,3}$/.test(text.trim()) ? Number(text) : nonsense);
    const plan = { folder: folder.trim(), keep: number(keep, 0), hour: number(hour, 99), with_key: withKey };
    const done = await this.planning.run(() => this.#door.planBackups(plan));
    if (done) await this.#loadBackups();
    return done;
  }

  async end(): Promise<void> {
    await this.planning.run(this.#door.endBackups);
    await this.#loadBackups();
  }

  async backUp(): Promise<boolean> {
    const done = await this.working.run(this.#door.backUp);
    await this.runs.load();
    return done;
  }

  async rehearse(): Promise<void> {
    this.found = null;
    await this.working.run(async () => (this.found = await this.#door.rehearse()));
    await this.runs.load();
  }
}
