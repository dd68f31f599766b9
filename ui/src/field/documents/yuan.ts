// Money is counted in fen and spoken of in yuan.

/** The highest fee that the core takes. */
export const MOST_FEN = 100_000;

/** The fen of an amount as somebody types it: full-width digits, a sign before or the unit, written or spoken, after it; null if it is none. */
export function fenOf(typed: string): number | null {
  const plain = typed.normalize("NFKC").replace(/[\s\u00a5\u5143\u5757]/g, "").replace("\u3002", ".");
  return /^\d{1,7}(?:\.\d{1,2})?$/.test(plain) ? Math.round(Number(plain) * 100) : null;
}

/** 2000 is "20", 2050 is "20.50"; what is no amount is nothing. */
export function yuanOf(fen: number): string {
  if (!isAmount(fen)) return "";
  return fen % 100 === 0 ? String(fen / 100) : (fen / 100).toFixed(2);
}

/** What was typed and is no amount stands in the form as NaN, which a form that was put away gives back as null. */
export const isAmount = (fen: number): boolean => Number.isInteger(fen);
