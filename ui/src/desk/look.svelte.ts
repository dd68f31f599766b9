// Language and theme of this browser: shown at once, kept by the browser. Not Mongolian: what stands here is for the desk
// officer, and the catalogue of the desk has none.
import { LANGUAGE_TAG, speech } from "../lib/words";

export type Language = "zh" | "en";
export type Theme = "light" | "dark";
type Kept = { language: Language; theme: Theme };
const KEY = "beibao-desk-look";

export class Look {
  now = $state.raw<Kept>({ language: "zh", theme: "light" });
  readonly #keep: Pick<Storage, "getItem" | "setItem">;

  constructor(keep: Pick<Storage, "getItem" | "setItem"> = localStorage) {
    this.#keep = keep;
    const [language, theme] = (keep.getItem(KEY) ?? "").split(" ");
    this.#show({ language: language === "en" ? "en" : "zh", theme: theme === "dark" ? "dark" : "light" });
  }

  language = (language: Language) => this.#show({ ...this.now, language });
  theme = (theme: Theme) => this.#show({ ...this.now, theme });

  #show(kept: Kept): void {
    this.now = kept;
    speech.language = kept.language;
    document.documentElement.lang = LANGUAGE_TAG[kept.language];
    document.documentElement.dataset["theme"] = kept.theme;
    this.#keep.setItem(KEY, `${kept.language} ${kept.theme}`);
  }
}
