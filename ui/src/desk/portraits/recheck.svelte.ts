// What the station finds on a portrait's file, beside what the tablet said of it: one line for each check.
import { Doing } from "../../lib/ipc";
import type { Api } from "../api";
import type { CheckView, RecheckView } from "../types";

export type Line = { name: string; told: CheckView | null; found: CheckView | null; differs: boolean };

export class Recheck {
  found = $state.raw<RecheckView | null>(null);
  readonly asking = new Doing();
  readonly #api: Pick<Api, "recheck">;

  constructor(api: Pick<Api, "recheck">) {
    this.#api = api;
  }

  load = (portrait: string) => this.asking.run(async () => (this.found = await this.#api.recheck(portrait)));

  /** The tablet's checks in their order, then what only the station asked. */
  lines(told: CheckView[]): Line[] {
    const found = this.found?.checks ?? [];
    const names = new Set([...told, ...found].map(({ name }) => name));
    const of = (checks: CheckView[], name: string) => checks.find((check) => check.name === name) ?? null;
    return [...names].map((name) => ({ name, told: of(told, name), found: of(found, name), differs: this.found?.differing.includes(name) ?? false }));
  }
}
