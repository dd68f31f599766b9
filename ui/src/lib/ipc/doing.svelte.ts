// One thing the user asked for: at most one at a time, and the problem it ended with.
import type { Problem } from "./bindings";
import { asProblem } from "./problem";

export class Doing {
  busy = $state(false);
  problem = $state.raw<Problem | null>(null);

  /** True when it was done; false when it failed (the problem says why) or another one is still running. */
  async run(work: () => Promise<unknown>): Promise<boolean> {
    if (this.busy) return false;
    this.busy = true;
    this.problem = null;
    try {
      await work();
      return true;
    } catch (thrown) {
      this.problem = asProblem(thrown);
      return false;
    } finally {
      this.busy = false;
    }
  }
}
