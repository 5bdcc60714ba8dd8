import type { DetectionRule } from '../../../detection/rule.ts';
import type { Window } from '../../../model/signal.ts';
import { detectOver, type Episode } from './episodes.ts';
import { readingKind, sample } from './sampling.ts';

/** How late an incident would have been seen at one resolution, over the phases of the sampling clock. */
export interface Seen {
  readonly intervalMs: number;
  /** From the onset until the rule would have opened; NaN when no phase would have seen it. */
  readonly meanMs: number;
  readonly worstMs: number;
  /** Share of the phases that would not have seen it before it was over. */
  readonly missed: number;
  /** The record is coarser than this: what lies between its readings is assumed. */
  readonly assumed: boolean;
}

const mostPhases = 30;
const leastPhases = 6;
/** Readings come a little late; a record is not coarser for that. */
const jitterShare = 0.1;
/** Quiet readings before an onset, so that a detection begins in a normal state. */
const leadIntervals = 3;

/** For each interval, when an episode would have been seen. The episode is cut out of the record with what is around it. */
export function seenAt(
  recorded: Window,
  recordedMs: number,
  { onsetMs, untilMs }: Episode,
  rule: DetectionRule,
  intervalsMs: readonly number[],
): Seen[] {
  return intervalsMs.map((intervalMs) => {
    const around = cut(recorded, onsetMs - leadIntervals * Math.max(intervalMs, recordedMs), untilMs);
    const phases = Math.min(mostPhases, Math.max(leastPhases, Math.round(intervalMs / recordedMs)));
    const delays: number[] = [];
    for (let phase = 0; phase < phases; phase++) {
      const phaseMs = (phase * intervalMs) / phases;
      const read = sample(around, recordedMs, { intervalMs, phaseMs, kind: readingKind(rule.signal) });
      const delayMs = delayOf(read, intervalMs, rule, onsetMs);
      if (delayMs !== undefined) delays.push(delayMs);
    }
    return {
      intervalMs,
      meanMs: delays.reduce((sum, delay) => sum + delay, 0) / delays.length,
      worstMs: delays.length === 0 ? Number.NaN : Math.max(...delays),
      missed: 1 - delays.length / phases,
      assumed: intervalMs < (1 - jitterShare) * recordedMs,
    };
  });
}

/** From the onset to the reading that opens the incident. */
function delayOf(read: Window, intervalMs: number, rule: DetectionRule, onsetMs: number): number | undefined {
  const opened = detectOver(read, intervalMs, rule).find((event) => event.kind === 'opened');
  return opened && Math.max(0, opened.incident.detectedAtMs - onsetMs);
}

function cut({ timesMs, values }: Window, fromMs: number, untilMs: number): Window {
  const from = firstFrom(timesMs, fromMs);
  const until = firstFrom(timesMs, untilMs + 1);
  return {
    timesMs: Array.prototype.slice.call(timesMs, from, until) as number[],
    values: Array.prototype.slice.call(values, from, until) as number[],
  };
}

/** The first reading at or after a moment. */
function firstFrom(timesMs: ArrayLike<number>, atMs: number): number {
  let [low, high] = [0, timesMs.length];
  while (low < high) {
    const middle = (low + high) >> 1;
    if (timesMs[middle]! < atMs) low = middle + 1;
    else high = middle;
  }
  return low;
}
