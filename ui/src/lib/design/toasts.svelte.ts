// Short words about what was just done, with the way back. One at a time: the newest is what counts.
import type { Said } from "../words";

export type Toast = { said: Said; undo?: () => void };
const STAYS_MS = 8000;

export class Toasts {
  now = $state.raw<Toast | null>(null);
  #timer: ReturnType<typeof setTimeout> | undefined;

  show(said: Said, undo?: () => void): void {
    clearTimeout(this.#timer);
    this.now = undo ? { said, undo } : { said };
    this.#timer = setTimeout(() => this.dismiss(), STAYS_MS);
  }

  undo(): void {
    const back = this.now?.undo;
    this.dismiss();
    back?.();
  }

  dismiss(): void {
    clearTimeout(this.#timer);
    this.now = null;
  }
}

export const toasts = new Toasts();
