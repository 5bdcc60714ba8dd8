/** A timer that was asked of a `Clock`. It starts out unreferenced: alone, it does not keep the process alive. */
export interface ClockTimer {
  cancel(): void;
  /** Makes the timer keep the process alive (`true`) or not (`false`). */
  hold(keepsProcessAlive: boolean): void;
}

/** The guard's only way to time: the one seam that tests replace (see `ManualClock`). */
export interface Clock {
  /** Milliseconds on a monotonic clock, with fractions. Says nothing about the time of day. */
  nowMs(): number;
  /**
   * As `nowMs`, but up to 50 ms and the event loop's own lag behind, and some forty times cheaper. Good enough to choose the bucket that a success falls
   * into, and used for nothing else.
   */
  coarseMs(): number;
  /** The time of day in ms since 1970. Used for nothing but an HTTP date in `Retry-After` and the age shown of stored settings. */
  wallMs(): number;
  /** Runs `callback` once, `delayMs` from now (0 to 2^31-1). */
  schedule(callback: () => void, delayMs: number): ClockTimer;
}

class SystemTimer implements ClockTimer {
  readonly #timer: NodeJS.Timeout;

  constructor(callback: () => void, delayMs: number) {
    this.#timer = setTimeout(callback, delayMs);
    this.#timer.unref();
  }

  cancel(): void {
    clearTimeout(this.#timer);
  }

  hold(keepsProcessAlive: boolean): void {
    if (keepsProcessAlive) this.#timer.ref();
    else this.#timer.unref();
  }
}

const coarseStepMs = 50;
let coarseMs = 0;
let coarseRuns = false;
let coarseUsed = false;

/** One unreferenced timer for the whole process, that rests as soon as nobody has looked for one step. */
function stepCoarse(): void {
  coarseRuns = coarseUsed;
  coarseUsed = false;
  if (!coarseRuns) return;
  coarseMs = performance.now();
  setTimeout(stepCoarse, coarseStepMs).unref();
}

function readCoarse(): number {
  coarseUsed = true;
  if (!coarseRuns) stepCoarse();
  return coarseMs;
}

/** The machine's clock. */
export const systemClock: Clock = {
  nowMs: () => performance.now(),
  coarseMs: readCoarse,
  wallMs: () => Date.now(),
  schedule: (callback, delayMs) => new SystemTimer(callback, delayMs),
};
