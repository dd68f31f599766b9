export type Limit = { min: number | null; max: number | null; unit: string };

/** A measured value as it is read aloud: whole numbers whole, others with two figures. */
export function measure(value: number | null): string {
  if (value === null) return "";
  return Number.isInteger(value) ? String(value) : value.toFixed(Math.abs(value) < 10 ? 2 : 0);
}

/** The range without a complaint: "≥ 60", "≤ 12", "14–30 KB". */
export function range({ min, max, unit }: Limit): string {
  const [scale, suffix] = unit === "bytes" ? [1000, " KB"] : [1, unit === "px" ? " px" : unit === "deg" ? "°" : ""];
  const told = (value: number) => measure(value / scale);
  if (min !== null && max !== null) return (min === max ? `= ${told(min)}` : `${told(min)}–${told(max)}`) + suffix;
  if (min !== null) return `≥ ${told(min)}${suffix}`;
  return max === null ? "" : `≤ ${told(max)}${suffix}`;
}
