// The topics that come up most, each with one tap. What is kept is the officer's text: a topic of the station's own can
// stand beside them.
import type { Key } from "../../lib/words";

const BETWEEN = "、";

export const usual: Key[] = (["fraud", "fire", "traffic", "snow", "livestock", "border", "documents", "minors", "law"] as const).map(
  (topic) => `activity.topic.${topic}` as const,
);

const parts = (text: string) => text.split(BETWEEN).map((part) => part.trim()).filter((part) => part !== "");

export const hasTopic = (text: string, topic: string): boolean => parts(text).join(BETWEEN).includes(topic);

/** Adds the topic at the end, or takes it out where it stands. */
export function toggleTopic(text: string, topic: string): string {
  if (!hasTopic(text, topic)) return [...parts(text), topic].join(BETWEEN);
  return parts(parts(text).join(BETWEEN).replace(topic, "")).join(BETWEEN);
}
