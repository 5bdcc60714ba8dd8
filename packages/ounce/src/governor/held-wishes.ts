import type { Action, HeldReason } from '@ounce/core';
import { aboutOf, isOther, isStanding } from './aim.ts';

interface HeldWish {
  readonly because: HeldReason;
  readonly action: Action;
  /** When it was wanted last. */
  wantedAtMs: number;
}

/** What is to stand is wanted no more once it was not for so long: one reading that is missing ends nothing. */
const overAfterMs = 60_000;

/**
 * The wishes of a control that were held back and are journaled: one that stays the same, ten seconds later, is not news;
 * neither is a limit or a floor that goes up and down a little with the load.
 */
export class HeldWishes {
  readonly #noted = new Map<string, HeldWish>();

  /** Whether a wish that was held back is news; it is taken as noted from then on. */
  isNews(action: Action, because: HeldReason, nowMs: number): boolean {
    const noted = this.#noted.get(aboutOf(action));
    if (noted && noted.because === because && !isOther(noted.action, action)) {
      noted.wantedAtMs = nowMs;
      return false;
    }
    this.#noted.set(aboutOf(action), { because, action, wantedAtMs: nowMs });
    return true;
  }

  /** It could not be written down, or it has been carried out: should it be held back again, that is news. */
  forget(action: Action): void {
    this.#noted.delete(aboutOf(action));
  }

  /** Nothing is wanted now. Whether that ends a wish of which the end is to be noted as well. */
  endsWith(nowMs: number): boolean {
    let ends = false;
    for (const [about, { action, wantedAtMs }] of this.#noted) {
      if (isStanding(action) && Math.abs(nowMs - wantedAtMs) < overAfterMs) continue;
      this.#noted.delete(about);
      ends ||= isStanding(action);
    }
    return ends;
  }
}
