export type * from "./bindings";
export type { Backend } from "./backend";
export type { Check, CheckName, Examined, Report } from "./raw";
export { Doing } from "./doing.svelte";
export { Fetched } from "./fetched.svelte";
export { asProblem } from "./problem";
export { tellingLock } from "./telling_lock";
export { Growing } from "./growing.svelte";
export { Paged } from "./paged.svelte";
