// Which answers of a quiz are right, as the station counts them (`Question::is_right` in the domain).
import type { Answer, Question } from "../../lib/ipc";

const plain = (text: string) => text.normalize("NFKC").trim().toLowerCase();

/** Whether an answer is right; null if none could be. */
export function isRight(question: Question, answer: Answer | undefined): boolean | null {
  const right = question.right;
  if (!right) return null;
  if (answer === undefined) return false;
  if (Array.isArray(answer)) {
    return question.kind === "select_multiple" && answer.length === right.length && answer.every((one) => right.includes(one));
  }
  if (question.kind === "select_multiple" || question.kind === "note") return false;
  const number = question.kind === "integer" || question.kind === "decimal";
  return right.some((one) => (number ? plain(one) !== "" && Number(plain(one)) === Number(plain(answer)) : plain(one) === plain(answer)));
}

/** How many questions had a right answer, and of how many it was given. */
export function marked(questions: Question[], given: Record<string, Answer>): { right: number; asked: number } {
  const marks = questions.map((question) => isRight(question, given[question.name ?? ""])).filter((mark) => mark !== null);
  return { right: marks.filter(Boolean).length, asked: marks.length };
}
