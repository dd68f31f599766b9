// Names and values of register fields, as a page reads them out.
import { isKey, t, type Key } from "../../lib/words";
import type { FieldView } from "../types";

export type Register = "household" | "person";

export function fieldKey(register: Register, name: string): Key {
  const keys = [`field.${register}.${name}`, `desk.field.${name}`];
  return keys.find(isKey) ?? "conflict.field";
}

/** A value as it is read: a choice by its word, anything else as it stands. */
export function shownValue(name: string, value: string): string {
  const key = [`${name}.${value}`].find(isKey);
  return key && (name === "relation" || name === "language") ? t(key) : value;
}

export const choices = (field: FieldView) => field.choices.map((value) => ({ value, text: value === "" ? "–" : shownValue(field.name, value) }));
