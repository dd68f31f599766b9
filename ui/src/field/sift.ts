// Searching in what is on the screen already: a library of some dozens of lines, not the register.
// Mongolian is written with invisible selectors and joiners that nobody types twice the same; they do not count.
const SILENT = /[\u180b-\u180f\u200c\u200d\u202f\s]/g;

const plain = (text: string) => text.normalize("NFKC").toLowerCase().replace(SILENT, "");

/** Whether each word that was asked for stands in one of the texts. */
export function sifted(asked: string, ...texts: (string | null | undefined)[]): boolean {
  const within = texts.map((text) => plain(text ?? ""));
  return asked.split(/[ \u3000]+/).map(plain).every((word) => within.some((text) => text.includes(word)));
}
