import type { History } from '../history/index.ts';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';

const keepUpEveryMs = 10_000;
const hourMs = 3_600_000;

interface KeepUp {
  readonly ledger: Ledger;
  readonly history: History;
  readonly clock: Clock;
  /** How long readings, and hours of them, are kept. */
  readonly keep: { readonly readingsMs: number; readonly hoursMs: number };
  readonly log: (sentence: string) => void;
}

/** Writes counts and readings to disk now and then, forgets what is too old, and reads what other governors have appended to the same journal. */
export function keepUp({ ledger, history, clock, keep, log }: KeepUp): () => Promise<void> {
  const stopped = new AbortController();
  let tidiedMs = Number.NEGATIVE_INFINITY;
  const writeHistory = () => {
    history.flush();
    const nowMs = clock.nowMs();
    if (Math.abs(nowMs - tidiedMs) < hourMs) return;
    tidiedMs = nowMs;
    history.dropBefore({ readingsMs: nowMs - keep.readingsMs, hoursMs: nowMs - keep.hoursMs });
  };
  const loop = async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(keepUpEveryMs, stopped.signal).catch(() => {});
      ledger.rollups.flush();
      try {
        writeHistory();
      } catch (error) {
        log(error instanceof Error ? error.message : String(error));
      }
      await ledger.catchUp().catch((error: Error) => log(`The journal could not be read: ${error.message}`));
    }
  };
  const running = loop();
  return async () => {
    stopped.abort(new Error('the governor stops'));
    await running;
  };
}
