// What is recorded about somebody, made readable: values as words, and looks by day.
import type { FactBody, FieldHistory, Looked, PersonRecord } from "../../lib/ipc";
import { dayInChina, isKey, type Said } from "../../lib/words";

/** A value as a person reads it; null if nothing stands there. A household is told by its code, never by its row. */
export function valueOf(field: string, value: string, record: PersonRecord): Said | string | null {
  if (value === "") return null;
  if (field === "household") return value === record.household_id ? record.household_code : null;
  const key = `${field}.${value}`;
  return (field === "relation" || field === "language") && isKey(key) ? { key } : value;
}

/** What stood in a field before, the newest first, without what stands there now. Another household is not named: who
 *  lives there is theirs. */
export function before(history: FieldHistory): FieldHistory["written"] {
  if (history.field === "household") return [];
  const now = history.written.findIndex((one) => one.value === history.value);
  return history.written.filter((_, n) => n !== now);
}

/** What somebody typed, wherever in a body it stands: nothing that was written about a person is kept back because a kind's
 *  own line says less. Codes, names of rows and of pictures are no words. */
export function texts(body: FactBody): string[] {
  const found: string[] = [];
  const look = (value: unknown): void => {
    if (typeof value === "string") {
      if (value.trim() !== "" && !/^[a-z_]+$|^[0-9a-f-]{32,}$/.test(value)) found.push(value.trim());
    } else if (typeof value === "object" && value !== null) Object.values(value).forEach(look);
  };
  look(body.body);
  return found;
}

export type LooksOfADay = { on: string; officer_name: string; times: number };

/** The newest first. */
export function byDay(looks: Looked[]): LooksOfADay[] {
  const days = new Map<string, LooksOfADay>();
  for (const { at, officer_name } of looks) {
    const on = dayInChina(new Date(at));
    const day = days.get(`${on} ${officer_name}`) ?? { on, officer_name, times: 0 };
    day.times += 1;
    days.set(`${on} ${officer_name}`, day);
  }
  return [...days.values()].sort((a, b) => (a.on < b.on ? 1 : a.on > b.on ? -1 : 0));
}
