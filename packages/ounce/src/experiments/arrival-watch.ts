import type { Fault, ServiceView } from '@ounce/core';

/** Of what an arrivals fault was to add, this much must have been seen. */
const seenShare = 0.5;

/** Whether more arrives than before the fault: with enough levers a surge does not move the queue, and is there all the same. */
export class ArrivalWatch {
  readonly #factor: number;
  readonly #fromMs: number;
  readonly #before: number | undefined;

  constructor(faults: readonly Fault[], fromMs: number, view: ServiceView | undefined) {
    this.#factor = faults.reduce((all, fault) => all * (fault.kind === 'arrivals' ? fault.factor : 1), 1);
    this.#fromMs = fromMs;
    this.#before = newestArrivals(view)?.rate;
  }

  hasRisen(view: ServiceView | undefined): boolean {
    const now = newestArrivals(view);
    if (this.#factor <= 1 || this.#before === undefined || !now || now.atMs <= this.#fromMs) return false;
    return now.rate >= this.#before * (1 + seenShare * (this.#factor - 1));
  }
}

function newestArrivals(view: ServiceView | undefined): { atMs: number; rate: number } | undefined {
  const signal = view?.signals.arrivalRate;
  if (signal?.kind !== 'fresh') return undefined;
  const last = signal.window.values.length - 1;
  const [atMs, rate] = [signal.window.timesMs[last], signal.window.values[last]];
  return atMs === undefined || rate === undefined ? undefined : { atMs, rate };
}
