import type { InstanceRecord } from './state-folder.ts';

const firstMs = 250;
const longestMs = 30_000;
/** A start that was ready for so long was no failure: it is followed by the next one at once, and a new row begins. */
const provenAfterMs = 10_000;
/** Somebody can take a port between the moment that it was found free and the start. */
const portTries = 5;

/** Counts failed starts in a row, and says how long to wait before the next one. */
export class Setbacks {
  #failures = 0;
  #portsTaken = 0;

  /**
   * Whether the start failed only because somebody else listens on its port, so that another port can be tried at once.
   *
   * @param tail the last that the process said
   */
  isPortTaken({ readyAtMs }: Pick<InstanceRecord, 'readyAtMs'>, tail: string): boolean {
    const isTaken = readyAtMs === undefined && /EADDRINUSE|address already in use/i.test(tail);
    this.#portsTaken = isTaken ? this.#portsTaken + 1 : 0;
    return isTaken && this.#portsTaken <= portTries;
  }

  nextWaitMs({ readyAtMs }: Pick<InstanceRecord, 'readyAtMs'>, nowMs: number): number {
    const proven = readyAtMs !== undefined && nowMs - readyAtMs >= provenAfterMs;
    this.#failures = proven ? 0 : this.#failures + 1;
    if (proven) return 0;
    return Math.min(longestMs, firstMs * 2 ** (this.#failures - 1));
  }
}

/** A sentence to append, or nothing. */
export function lastLineOf(tail: string): string {
  const line = tail.trimEnd().split('\n').at(-1);
  return line ? ` It last said: ${line}` : '';
}
