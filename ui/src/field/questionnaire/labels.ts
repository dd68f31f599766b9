// What the station wrote in several languages.
export type Labels = Record<string, string>;

/** The words in a language, or else in Chinese, or else in whatever there is. */
export function inLanguage(labels: Labels | undefined, language: string): string {
  return labels?.[language] ?? labels?.["zh"] ?? Object.values(labels ?? {})[0] ?? "";
}

/** The words in Mongolian script, if the station wrote them; Cyrillic stands in a line like any other language. */
export function upright(labels: Labels | undefined): string | null {
  const words = labels?.["mn"] ?? "";
  return /[\u1820-\u18aa]/.test(words) ? words : null;
}
