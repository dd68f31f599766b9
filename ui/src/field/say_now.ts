// What is said with one tap, because there is nothing more to ask; and how it is taken back.
import type { Backend, FactBody, Matter } from "../lib/ipc";
import { kinds, type Kind, type RecordKind } from "./kinds";
import type { RecordAt } from "./place";

export async function sayNow(backend: Pick<Backend, "saveRecord" | "withdrawRecord">, at: RecordAt, matter: Matter): Promise<() => Promise<unknown>> {
  const kind = kinds[at.kind] as unknown as RecordKind<Kind>;
  const id = await backend.saveRecord({
    happened_at: null, household_id: null, person_id: null, area_id: null, corrects: null, form: null,
    body: { kind: at.kind, body: kind.blank(at, matter) } as FactBody,
  });
  return () => backend.withdrawRecord(id);
}
