import { useSyncExternalStore } from 'react';
import { useLive } from './live.tsx';

const tickMs = 1_000;

function subscribe(onTick: () => void) {
  const timer = setInterval(onTick, tickMs);
  return () => clearInterval(timer);
}

/** Monotonic time in ms, cut to whole ticks, so that it is the same for every reader within a tick. */
const readTick = () => Math.floor(performance.now() / tickMs) * tickMs;

/** Ms that have passed since the newest state came in; 0 before the first one. Renders again every second. */
export function useStateAgeMs(): number {
  const nowMs = useSyncExternalStore(subscribe, readTick);
  const { latest } = useLive();
  return latest ? Math.max(0, nowMs - latest.receivedAtMs) : 0;
}

/**
 * The governor's time now, in ms since the epoch: its newest state plus what has passed since. The clock of the machine
 * that looks may be wrong and is never asked.
 */
export function useGovernorNowMs(): number {
  const ageMs = useStateAgeMs();
  const { latest } = useLive();
  return (latest?.state.atMs ?? 0) + ageMs;
}
