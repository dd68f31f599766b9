// A paper on its way to the receipt printer: printed, or kept with the reason.
import { Doing, type Trouble } from "../lib/ipc";

export class Printing {
  readonly doing = new Doing();
  /** What the last one ended with; null before the first. */
  told = $state.raw<{ trouble: Trouble | null } | null>(null);

  async run(print: () => Promise<Trouble | null>): Promise<void> {
    this.told = null;
    await this.doing.run(async () => (this.told = { trouble: await print() }));
  }

  /** The paper is another one now. */
  forget(): void {
    this.told = null;
  }
}
