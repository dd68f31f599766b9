export { default as Bilingual } from "./Bilingual.svelte";
export { isKey, type Key, type Params, type Said } from "./catalogue";
export { bytes, clock, day, daysBetween, daysLeft, dayInChina, dayWithWeekday, inChinaAt, instant, isDayOrNone, moment } from "./dates";
export { measure, range } from "./measure";
export { default as Mongolian } from "./Mongolian.svelte";
export { LANGUAGE_TAG, speech, t } from "./speech.svelte";
export { default as Words } from "./Words.svelte";
