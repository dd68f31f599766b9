// The language that is spoken now. One officer, one screen: the one global of the interface.
import { entry, fill, type Key, type Params } from "./catalogue";

export const speech = $state<{ language: "zh" | "mn" | "en" }>({ language: "zh" });

export const LANGUAGE_TAG = { zh: "zh-Hans", mn: "mn-Mong-CN", en: "en" } as const;

/** Plain text for places that cannot hold columns (aria-label, placeholder). Under Mongolian it is the Chinese. */
export function t(key: Key, params: Params = {}): string {
  const words = entry(key);
  return fill(speech.language === "en" ? words.en : words.zh, params);
}
