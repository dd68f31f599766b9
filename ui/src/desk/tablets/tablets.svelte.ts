// The tablets, and the code that makes one more. A code is shown once: whoever closes it makes another.
import { Doing, Fetched } from "../../lib/ipc";
import type { Api } from "../api";
import type { CodeView, OfficerView, TabletView } from "../types";

type Door = Pick<Api, "tablets" | "officers" | "enrolmentCode" | "revoke">;

export class Tablets {
  readonly list: Fetched<TabletView[]>;
  readonly officers: Fetched<OfficerView[]>;
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
}
