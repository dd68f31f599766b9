// Language and theme: shown at once, kept by the shell.
import type { Backend, Language, Preferences, Theme } from "../lib/ipc";
import { LANGUAGE_TAG, speech } from "../lib/words";

export class Preferred {
  now = $state.raw<Preferences>({ language: "zh", theme: "light" });
  readonly #backend: Pick<Backend, "setPreferences">;

  constructor(backend: Pick<Backend, "setPreferences">) {
    this.#backend = backend;
  }

  show(preferences: Preferences): void {
    this.now = preferences;
    speech.language = preferences.language;
    document.documentElement.lang = LANGUAGE_TAG[preferences.language];
    document.documentElement.dataset["theme"] = preferences.theme;
  }

  language = (language: Language) => this.#keep({ ...this.now, language });
  theme = (theme: Theme) => this.#keep({ ...this.now, theme });

  async #keep(preferences: Preferences): Promise<void> {
    this.show(preferences);
    await this.#backend.setPreferences(preferences).catch(console.error);
  }
}
