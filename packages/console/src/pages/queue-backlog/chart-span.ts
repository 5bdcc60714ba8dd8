import type { ExperimentView } from '../../api/types.ts';

/** Which stretch of time the charts of a page show together. */
export interface ChartSpan {
  readonly windowMs: number;
  readonly fromMs: number;
  readonly nowMs: number;
  readonly toMs: number;
}

const longestAheadMs = 5 * 60_000;

const leastPastMs = 2 * 60_000;

/**
 * The last `windowMs`, but not the time before the governor was started, of which it has no readings; and ahead of now as
 * far as forecasts go, but at most a third of the picture.
 */
export function chartSpan(nowMs: number, windowMs: number, startedAtMs: number): ChartSpan {
  const pastMs = Math.min(windowMs, Math.max(leastPastMs, nowMs - startedAtMs));
  const aheadMs = Math.min(longestAheadMs, pastMs / 2);
  return { windowMs, fromMs: nowMs - pastMs, nowMs, toMs: nowMs + aheadMs };
}

const shortMs = 5 * 60_000;
const usualMs = 15 * 60_000;

/**
 * How much of the past to show while nobody has chosen: a drill is a matter of minutes, and so is all there is to see of a
 * governor that has just started.
 */
export function fittingWindowMs({
  nowMs,
  startedAtMs,
  newest,
}: {
  readonly nowMs: number;
  readonly startedAtMs: number;
  readonly newest: Pick<ExperimentView, 'startedAtMs' | 'verdict'> | undefined;
}): number {
  const isRecent = (atMs: number) => nowMs - atMs < shortMs;
  const drilled = newest !== undefined && (!newest.verdict || isRecent(newest.startedAtMs));
  return drilled || isRecent(startedAtMs) ? shortMs : usualMs;
}
