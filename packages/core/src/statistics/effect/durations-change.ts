import { compareDurations, type DurationComparison } from '../durations/compare-durations.ts';
import type { ObservedDuration } from '../durations/kaplan-meier.ts';
import { isObserved, type ObservedWindow } from '../rates/observed-window.ts';
import type { EffectIncident } from './question.ts';

const msPerMinute = 60_000;

export interface DurationsChange {
  /** Start to resolution in minutes, open incidents as censored. */
  readonly toResolve: DurationComparison;
  /** Start to detection in minutes, of the incidents whose detection was told apart from their start. */
  readonly toDetect: DurationComparison;
}

/** Times to resolve and to detect of the incidents that started in either window. */
export function durationsChange(
  incidents: readonly EffectIncident[],
  before: ObservedWindow,
  after: ObservedWindow,
  level: number,
): DurationsChange {
  const within = (window: ObservedWindow) => incidents.filter((each) => isObserved(window, each.startedAtMs));
  const resolve = (window: ObservedWindow): ObservedDuration[] =>
    within(window).map(({ startedAtMs, resolvedAtMs, openUntilMs }) => ({
      duration:
        ((resolvedAtMs ?? Math.min(openUntilMs ?? after.endMs, after.endMs)) - startedAtMs) / msPerMinute,
      ended: resolvedAtMs !== undefined,
    }));
  const detect = (window: ObservedWindow): ObservedDuration[] =>
    within(window).flatMap(({ startedAtMs, detectedAtMs }) =>
      // Told to be noticed at its very start, it was told of without saying when it was noticed.
      detectedAtMs === undefined || detectedAtMs <= startedAtMs
        ? []
        : [{ duration: (detectedAtMs - startedAtMs) / msPerMinute, ended: true }],
    );
  return {
    toResolve: compareDurations(resolve(before), resolve(after), level),
    toDetect: compareDurations(detect(before), detect(after), level),
  };
}
