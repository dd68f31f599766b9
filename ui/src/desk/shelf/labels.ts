// Words by language, as a form carries them: the wanted one, else Chinese, else whatever there is.
export const inWords = (labels: Record<string, string>, language: string): string =>
  labels[language] ?? labels["zh"] ?? Object.values(labels)[0] ?? "";
