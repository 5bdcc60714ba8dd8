import type { Trace } from './traces.ts';
import { perWorker, type Scaler, startupSeconds } from './world.ts';

/** Beyond the mean, per second: what keeps the queue of Poisson arrivals within the wait that is allowed. */
const room = 3;

/**
 * Knows the mean of arrivals at every second to come, and has as many workers ready as carry it and its noise; each is
 * started, and paid for, its start-up time before.
 */
export function oracle({ rates }: Trace): Scaler {
  const needed = neededOf(rates);
  return { everySeconds: 1, want: ({ second }) => needed[second]! };
}

/** At each second, the most workers that any of the next `startupSeconds` seconds needs. */
function neededOf(rates: Float64Array): Float64Array {
  const each = rates.map((rate) => Math.max(1, Math.ceil((rate + room) / perWorker)));
  const needed = new Float64Array(each.length);
  for (let s = 0; s < each.length; s++) {
    let most = 0;
    const end = Math.min(each.length - 1, s + startupSeconds + 1);
    for (let ahead = s; ahead <= end; ahead++) most = Math.max(most, each[ahead]!);
    needed[s] = most;
  }
  return needed;
}

export function oracleHours({ rates, learnSeconds }: Trace): number {
  return (
    neededOf(rates)
      .subarray(learnSeconds)
      .reduce((sum, count) => sum + count, 0) / 3600
  );
}
