// Which places a role is shown. What it may is decided by the station; a place that only refuses is not offered.
import type { Place } from "./router.svelte";
import type { Role } from "./types";

const SHOWN: Record<Role, Place["at"][]> = {
  admin: ["today", "register", "portraits", "documents", "matters", "shelf", "cards", "tablets", "numbers", "keeping", "audit", "accounts", "own"],
  desk: ["today", "register", "portraits", "documents", "matters", "shelf", "cards", "tablets", "numbers", "keeping", "own"],
  chief: ["today", "register", "portraits", "documents", "matters", "shelf", "cards", "numbers", "keeping", "own"],
  auditor: ["audit", "own"],
};

export const shownTo = (role: Role): Place["at"][] => SHOWN[role];
export const homeOf = (role: Role): Place => ({ at: SHOWN[role][0] ?? "own" }) as Place;
/** Whether fields may be corrected and conflicts settled. */
export const mayWork = (role: Role): boolean => role === "admin" || role === "desk";
/** Whether backups may be planned and rehearsed. */
export const mayKeep = (role: Role): boolean => role === "admin";
