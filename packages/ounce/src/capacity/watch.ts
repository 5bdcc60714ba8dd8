import { alarmStep, isOunceError, type NewEvent, type ServiceRef, serviceKey } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import type { Clock } from '../ports/index.ts';
import { sayOver, sayShortage } from './say-shortage.ts';
import type { WeekAhead, WeekAheadOutcome } from './week-ahead.ts';

const dayMs = 86_400_000;
/** Soon after a start, so that a new governor is not silent for a day. */
const firstAfterMs = 60_000;

export interface CapacityWatch {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly services: readonly ServiceRef[];
  /** The week ahead as it looks now, or as it looked at an earlier time. */
  readonly ask: (of: ServiceRef, asOfMs?: number) => WeekAheadOutcome;
  readonly log: (sentence: string) => void;
}

/** Looks a week ahead once a day, for each service, and tells of a shortage once; again when it says more. Returns the function that ends it. */
export function watchCapacity(watch: CapacityWatch): () => Promise<void> {
  const { clock, services, log } = watch;
  const stopped = new AbortController();
  const loop = async () => {
    let waitMs = firstAfterMs;
    while (!stopped.signal.aborted) {
      await clock.sleep(waitMs, stopped.signal).catch(() => {});
      for (const of of services) {
        if (stopped.signal.aborted) return;
        await lookAhead(watch, of).catch((error: Error) =>
          log(`The week ahead of ${serviceKey(of)} could not be told: ${error.message}`),
        );
        // One service at a time: the loop that acts goes on in between.
        await clock.sleep(1, stopped.signal).catch(() => {});
      }
      waitMs = dayMs;
    }
  };
  const running = loop();
  return async () => {
    stopped.abort(new Error('the governor stops'));
    await running;
  };
}

/** Others append in between all the time; so many times in a row without taking this word is not chance. */
const mostTries = 50;

/** Exported for tests. */
export async function lookAhead(
  watch: Omit<CapacityWatch, 'services' | 'log'>,
  of: ServiceRef,
): Promise<void> {
  const { clock, ledger, ask } = watch;
  const week = ask(of);
  if (week.kind === 'unknown') return;
  for (let tries = 1; ; tries++) {
    const expectedSeq = ledger.query.head().seq;
    const event = newsOf(watch, of, week, clock.nowMs());
    if (!event) return;
    try {
      await ledger.append([event], { expectedSeq });
      return;
    } catch (error) {
      // Of two governors that look at the same time one tells.
      if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT' || tries === mostTries)
        throw error;
      await ledger.catchUp();
    }
  }
}

function newsOf(
  { ledger, ask }: Pick<CapacityWatch, 'ledger' | 'ask'>,
  of: ServiceRef,
  week: WeekAhead,
  nowMs: number,
): NewEvent | undefined {
  const { shortage: told = null, firstMs = null } = ledger.query.capacityTold(of) ?? {};
  // What the look before has named is worked out from the records, so that a restart in between changes nothing.
  const namedMs = week.shortages.length > 0 ? namedADayAgo(ask, of, nowMs) : [];
  const { says, state, days } = alarmStep({ namedMs, told, firstMs }, week.days, nowMs);
  const about = { atMs: nowMs, actor: 'governor', subject: serviceKey(of) };
  if (says === 'nothing') return undefined;
  if (says === 'clear')
    return { ...about, kind: 'capacity.shortage_over', data: { ...of, says: sayOver(of, told!, week) } };
  const shortage = state.told!;
  // Several days are one message: the worst of them is what to prepare for.
  const data = { ...of, shortage, firstMs: state.firstMs!, says: sayShortage(of, shortage, week, days) };
  return { ...about, kind: 'capacity.shortage_ahead', data };
}

function namedADayAgo(ask: CapacityWatch['ask'], of: ServiceRef, nowMs: number): number[] {
  const then = ask(of, nowMs - dayMs);
  return then.kind === 'week' ? then.shortages.map(({ worstMs }) => worstMs) : [];
}
