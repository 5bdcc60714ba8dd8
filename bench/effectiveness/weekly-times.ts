import { compareDurations } from '../../packages/core/src/statistics/durations/compare-durations.ts';
import { millisecondsPerDay } from '../../packages/core/src/statistics/rates/observed-window.ts';
import { rateClaim } from '../../packages/core/src/statistics/sequential/rate-claim.ts';
import {
  sampleOfTimes,
  type TimedIncident,
  timesClaim,
} from '../../packages/core/src/statistics/sequential/times-claim.ts';
import { type SimulatedDurations, simulateDurations } from './simulated-durations.ts';

export interface TimesLooks {
  /** Shares of histories: any look claimed shorter times, or a change either way; a rank or log-rank test at any look; at the last one. */
  readonly shorter: number;
  readonly claimed: number;
  readonly naive: number;
  readonly onceAtEnd: number;
}

/** Looks at each simulated history every `lookDays` after the change; what has not ended by then is open. */
export function timesLooks(
  history: SimulatedDurations,
  histories: number,
  firstSeed: number,
  lookDays = 7,
): TimesLooks {
  const seen = { shorter: 0, claimed: 0, naive: 0, onceAtEnd: 0 };
  for (let i = 0; i < histories; i++) {
    const all = simulateDurations(history, firstSeed + i);
    const had = { shorter: false, claimed: false, naive: false, onceAtEnd: false };
    for (let days = lookDays; days <= history.daysAfter; days += lookDays) {
      const { claim, plain } = look(all, history, days * millisecondsPerDay);
      had.shorter ||= claim === 'shorter';
      had.claimed ||= claim !== 'none';
      had.naive ||= plain;
      had.onceAtEnd = plain;
    }
    for (const key of ['shorter', 'claimed', 'naive', 'onceAtEnd'] as const) seen[key] += had[key] ? 1 : 0;
  }
  const share = (count: number) => count / histories;
  return {
    ...{ shorter: share(seen.shorter), claimed: share(seen.claimed) },
    ...{ naive: share(seen.naive), onceAtEnd: share(seen.onceAtEnd) },
  };
}

function look(all: ReturnType<typeof simulateDurations>, { daysBefore }: SimulatedDurations, nowMs: number) {
  const times = all.filter(({ startedAtMs }) => startedAtMs < nowMs).map((each) => asSeen(each, nowMs));
  const before = times.filter(({ startedAtMs }) => startedAtMs < 0);
  const after = times.filter(({ startedAtMs }) => startedAtMs >= 0);
  const windows = [
    { startMs: -daysBefore * millisecondsPerDay, endMs: 0 },
    { startMs: 0, endMs: nowMs },
  ] as const;
  const starts = times.map(({ startedAtMs }) => startedAtMs);
  const dispersion = rateClaim(starts, ...windows).dispersion.factor;
  const { claim } = timesClaim(before, after, { beforeEndMs: 0, afterStartMs: 0 }, { dispersion });
  const { answer } = compareDurations(sampleOfTimes(before), sampleOfTimes(after));
  return { claim, plain: answer === 'shorter' || answer === 'longer' };
}

function asSeen(
  { startedAtMs, minutes }: { readonly startedAtMs: number; readonly minutes: number },
  nowMs: number,
): TimedIncident {
  const seenMinutes = (nowMs - startedAtMs) / 60_000;
  return { startedAtMs, duration: Math.min(minutes, seenMinutes), ended: minutes <= seenMinutes };
}
