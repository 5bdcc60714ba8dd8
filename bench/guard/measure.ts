import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';

setFlagsFromString('--expose-gc');
const collect = runInNewContext('gc') as () => void;

/** One guarded call that is awaited, whatever comes of it. */
export type OneCall = () => Promise<unknown>;

/** How long a round should take: long against the clock's own cost, short enough for many rounds. */
const roundMs = 15;

/** Runs `calls` calls one after the other; rejections are part of what is measured. */
async function runCalls(one: OneCall, calls: number): Promise<void> {
  for (let call = 0; call < calls; call++) {
    try {
      await one();
    } catch {
      // A refused or failed call is what this case is about.
    }
  }
}

/** Warms `one` up and gives a measurement of it, in ns per call, whose rounds take about 15 ms. */
export async function nanosecondsPerCall(one: OneCall): Promise<() => Promise<number>> {
  let calls = 1;
  // Until the compiler is done with it, or it is so slow that the compiler does not matter.
  for (const endMs = performance.now() + 300; performance.now() < endMs; ) {
    const startedMs = performance.now();
    await runCalls(one, calls);
    const tookMs = performance.now() - startedMs;
    calls = Math.max(1, Math.min(calls * 4, Math.ceil((calls * roundMs) / Math.max(tookMs, 1e-3))));
  }
  return async () => {
    const startedMs = performance.now();
    await runCalls(one, calls);
    return ((performance.now() - startedMs) * 1e6) / calls;
  };
}

/** Bytes allocated on the heap per call: few enough calls that no collection comes in between. */
export async function bytesPerCall(one: OneCall): Promise<number> {
  const calls = 200;
  await runCalls(one, calls);
  collect();
  const before = process.memoryUsage().heapUsed;
  await runCalls(one, calls);
  return (process.memoryUsage().heapUsed - before) / calls;
}

/** By how much the heap has grown, in KiB, after `calls` calls. */
export async function growthKiB(one: OneCall, calls: number): Promise<number> {
  await runCalls(one, 200_000);
  collect();
  const before = process.memoryUsage().heapUsed;
  await runCalls(one, calls);
  collect();
  return (process.memoryUsage().heapUsed - before) / 1024;
}
