import { type Action, isReducing, type RecentActions } from '@ounce/core';

/**
 * Counts the actions that were allowed and are not yet done. Without it services that act in the same tick would not see
 * each other, and the blast radius would bound nothing. A service that acts again within the window counts twice: the
 * count errs towards holding back.
 */
export class UnderWay {
  #acting = 0;
  #reducing = 0;

  /** Returns the function to call when it is done. */
  begin(action: Action): () => void {
    const reducing = Number(isReducing(action));
    this.#acting++;
    this.#reducing += reducing;
    return () => {
      this.#acting--;
      this.#reducing -= reducing;
    };
  }

  /** What was done lately and what is being done now, without `own`. */
  added(recent: RecentActions, own?: Action): RecentActions {
    return {
      ...recent,
      othersActedOn: recent.othersActedOn + this.#acting - Number(own !== undefined),
      othersReduced: recent.othersReduced + this.#reducing - Number(own !== undefined && isReducing(own)),
    };
  }
}
