// The one door to the shell. Screens and controllers take a `Backend`; only this folder knows Tauri.
import { commands, events, type SyncProgress, type SyncState } from "./bindings";
import { raw } from "./raw";

type Heard<T> = { listen(heard: (event: { payload: T }) => void): Promise<() => void> };

export type Backend = typeof commands & typeof raw & {
  events: { syncProgress: Heard<SyncProgress>; syncChanged: Heard<SyncState>; registerChanged: Heard<null> };
};

export const backend: Backend = { ...commands, ...raw, events };
