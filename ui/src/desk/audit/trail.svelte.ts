// The trail, page by page, by account and by deed.
import { Paged } from "../../lib/ipc";
import type { Api } from "../api";
import type { AuditEntry, Deed } from "../types";

/** Every deed of the station, so that each is offered as a filter: one that is missing does not compile. */
const ALL: Record<Deed, true> = {
  set_up: true, set_up_failed: true, signed_in: true, sign_in_failed: true, second_factor_failed: true, signed_out: true,
  refused: true, household_seen: true, person_seen: true, portrait_seen: true, original_seen: true, portrait_accepted: true, portrait_returned: true,
  matter_seen: true, picture_seen: true, volunteers_seen: true, step_said: true, measure_said: true, batch_made: true, batch_taken: true,
  results_taken: true, register_imported: true, questionnaire_set: true, questionnaire_withdrawn: true, results_seen: true,
  behind_seen: true, unvisited_seen: true, history_seen: true, field_edited: true,
  conflict_settled: true, code_made: true, tablet_revoked: true, wipe_ordered: true, numbers_taken: true, account_made: true,
  account_changed: true, password_changed: true, second_factor_set: true, second_factor_removed: true, passkey_added: true, passkey_removed: true,
  record_seen: true, record_taken: true, erasure_seen: true, person_erased: true, retention_run: true, backup_planned: true,
  backup_made: true, backup_failed: true, backup_rehearsed: true, row_added: true, import_seen: true,
  register_taken: true, areas_changed: true, cards_printed: true, outdated_seen: true,
  file_enclosed: true, file_withdrawn: true, period_set: true, looks_seen: true, recovery_seen: true,
  merge_seen: true, rows_merged: true, merge_undone: true, portrait_rechecked: true,
};
export const DEEDS = Object.keys(ALL) as Deed[];

export class Trail {
  deed = $state("");
  /** Only what was done to this row. */
  row = $state.raw<{ id: string; title: string } | null>(null);
  readonly entries: Paged<AuditEntry, number>;

  constructor(api: Pick<Api, "audit">) {
    this.entries = new Paged(async (before) => {
      const { entries, next } = await api.audit({ deed: this.deed, row: this.row?.id, before });
      return { items: entries, next };
    });
  }

  async only(entry: AuditEntry | null): Promise<void> {
    this.row = entry?.row ? { id: entry.row, title: entry.title } : null;
    await this.entries.load();
  }
}
