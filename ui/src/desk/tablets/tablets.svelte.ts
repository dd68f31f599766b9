// The tablets, and the code that makes one more. A code is shown once: whoever closes it makes another.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { AreaView, CodeView, OfficerView, TabletView } from "../types";

type Door = Pick<Api, "tablets" | "officers" | "enrolmentCode" | "revoke" | "orderWipe" | "areas" | "giveAreas">;

/** Below this a tablet does not last a day out, and below that it cannot keep a day's pictures. */
const LOW_PERCENT = 20;
const LOW_BYTES = 1_000_000_000;

type Line = { key: "desk.tablets.app" | "desk.tablets.battery" | "desk.tablets.free"; params: Record<string, string | number>; short: boolean };

/** What a tablet said of itself, line by line. */
export function said({ condition: { app, battery_percent, free_bytes } }: Pick<TabletView, "condition">): Line[] {
  const lines: Line[] = [];
  if (app !== null) lines.push({ key: "desk.tablets.app", params: { version: app }, short: false });
  if (battery_percent !== null) lines.push({ key: "desk.tablets.battery", params: { percent: battery_percent }, short: battery_percent < LOW_PERCENT });
  if (free_bytes !== null) lines.push({ key: "desk.tablets.free", params: { gigabytes: (free_bytes / 1e9).toFixed(1) }, short: free_bytes < LOW_BYTES });
  return lines;
}

export class Tablets {
  readonly list: Fetched<TabletView[]>;
  readonly officers: Fetched<OfficerView[]>;
  readonly areas: Fetched<AreaView[]>;
  readonly giving = new Doing();
  /** The officer whose areas are being changed, as they were seen. */
  changing = $state.raw<OfficerView | null>(null);
  chosen = $state<string[]>([]);
  readonly making = new Doing();
  readonly revoking = new Doing();
  badge = $state("");
  url = $state("");
  allAreas = $state(false);
  code = $state.raw<CodeView | null>(null);
  readonly #door: Door;

  /** `host` is by which this browser reaches the station; tablets most likely do so too, at their own port. */
  constructor(door: Door, host: string, port: number | null) {
    this.#door = door;
    this.list = new Fetched(door.tablets);
    this.officers = new Fetched(door.officers);
    this.areas = new Fetched(door.areas);
    this.url = `https://${host}:${port ?? 8443}`;
  }

  async load(): Promise<void> {
    await Promise.all([this.list.load(), this.officers.load()]);
    this.badge ||= this.officers.value?.[0]?.badge ?? "";
  }

  async make(): Promise<void> {
    const asked = { badge: this.badge, url: this.url.trim().replace(/\/$/, ""), all_areas: this.allAreas };
    await this.making.run(async () => (this.code = await this.#door.enrolmentCode(asked)));
  }

  async close(): Promise<void> {
    this.code = null;
    await this.list.load();
  }

  async revoke(tablet: TabletView): Promise<boolean> {
    const done = await this.revoking.run(() => this.#door.revoke(tablet.id));
    await this.list.load();
    return done;
  }

  async orderWipe(tablet: TabletView): Promise<boolean> {
    const done = await this.revoking.run(() => this.#door.orderWipe(tablet.id));
    await this.list.load();
    return done;
  }

  async change(badge: string): Promise<void> {
    await Promise.all([this.officers.load(), this.areas.load()]);
    this.changing = this.officers.value?.find((officer) => officer.badge === badge) ?? null;
    this.chosen = [...(this.changing?.areas ?? [])];
    this.giving.problem = null;
  }

  /** An area that lies in a chosen one comes with it. */
  within(area: AreaView): boolean {
    const above = this.areas.value?.find(({ id }) => id === area.parent);
    return above !== undefined && (this.chosen.includes(above.id) || this.within(above));
  }

  async give(): Promise<boolean> {
    const officer = this.changing;
    if (!officer) return false;
    const done = await this.giving.run(() => this.#door.giveAreas(officer.id, { areas: [...this.chosen], seen: officer.seen }));
    if (done) this.changing = null;
    return done;
  }
}
