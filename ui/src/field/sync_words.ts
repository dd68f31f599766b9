// The state of the sync in one sentence. "Applied" is said only of what the station has taken into its register.
import type { SyncState } from "../lib/ipc";
import { clock, moment, type Said } from "../lib/words";

export function syncWords(state: SyncState, today: string): Said {
  if (state.running) return { key: "sync.words.running" };
  if (state.set_aside > 0) return { key: "sync.words.set_aside", params: { count: state.set_aside } };
  if (state.unsent > 0) return { key: "sync.words.unsent", params: { count: state.unsent } };
  if (state.applied_today > 0 && state.last_applied_at)
    return { key: "sync.words.applied", params: { count: state.applied_today, at: clock(state.last_applied_at) } };
  if (!state.last_contact_at) return { key: "sync.words.never" };
  const at = state.last_contact_at;
  return { key: "sync.words.nothing", params: { at: moment(at).startsWith(today.slice(5)) ? clock(at) : moment(at) } };
}
