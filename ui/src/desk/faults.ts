// What is wrong with a field of a register, as the page says it.
import type { Key } from "../lib/words";

const FAULTS: Record<string, Key> = { required: "fault.required", too_long: "fault.too_long", out_of_range: "fault.out_of_range", double: "desk.fault.double" };
/** What is wrong with a field, by the station's word. */
export const faultKey = (fault: string): Key => FAULTS[fault] ?? "fault.unknown";
