import type { Problem } from "./bindings";

/** What a command rejected with. Anything that is not a Problem is an inner fault, and says so. */
export function asProblem(thrown: unknown): Problem {
  if (typeof thrown === "object" && thrown !== null && "code" in thrown && typeof thrown.code === "string") {
    const { params } = thrown as Partial<Problem>;
    return { code: thrown.code as Problem["code"], params: params ?? {} };
  }
  console.error(thrown);
  return { code: "internal", params: {} };
}
