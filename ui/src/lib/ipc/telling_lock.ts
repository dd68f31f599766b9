// The shell may lock by itself. Whatever was asked then rejects with `locked`, and the screen must follow.
import type { Backend } from "./backend";

/** The same backend, which also tells when an answer was that the tablet is locked. */
export function tellingLock(backend: Backend, locked: () => void): Backend {
  const telling = (ask: (...given: unknown[]) => Promise<unknown>) => async (...given: unknown[]) => {
    try {
      return await ask(...given);
    } catch (thrown) {
      if ((thrown as { code?: unknown } | null)?.code === "locked") locked();
      throw thrown;
    }
  };
  const told = Object.entries(backend).map(([name, ask]) => [name, typeof ask === "function" ? telling(ask as never) : ask]);
  return Object.fromEntries(told) as Backend;
}
