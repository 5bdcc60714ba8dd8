import { compareDurations, type DurationComparison } from '../durations/compare-durations.ts';
import { type DurationSample, durationSample, type ObservedDuration } from '../durations/duration-sample.ts';
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
  const [early, late] = [new Times(), new Times()];
  for (const incident of incidents) {
    if (isObserved(before, incident.startedAtMs)) early.add(incident, after.endMs);
    if (isObserved(after, incident.startedAtMs)) late.add(incident, after.endMs);
  }
  return {
    toResolve: compareDurations(early.toResolve, late.toResolve, level),
    toDetect: compareDurations(early.toDetect, late.toDetect, level),
  };
}

/** Minutes of the incidents of one side. */
class Times {
  readonly #resolved: number[] = [];
  readonly #open: number[] = [];
  readonly #detected: number[] = [];

  add(incident: EffectIncident, nowMs: number): void {
    const { duration, ended } = timeToResolve(incident, nowMs);
    (ended ? this.#resolved : this.#open).push(duration);
    const detected = timeToDetect(incident);
    if (detected) this.#detected.push(detected.duration);
  }

  get toResolve(): DurationSample {
    return durationSample(this.#resolved, this.#open);
  }

  get toDetect(): DurationSample {
    return durationSample(this.#detected);
  }
}

/** Minutes from its start; those of an open one until when it is known to be open. */
export function timeToResolve(
  { startedAtMs, resolvedAtMs, openUntilMs }: EffectIncident,
  nowMs: number,
): ObservedDuration {
  const untilMs = resolvedAtMs ?? Math.min(openUntilMs ?? nowMs, nowMs);
  return { duration: (untilMs - startedAtMs) / msPerMinute, ended: resolvedAtMs !== undefined };
}

/** Undefined for one told to be noticed at its very start: that was told without saying when it was noticed. */
export function timeToDetect({ startedAtMs, detectedAtMs }: EffectIncident): ObservedDuration | undefined {
  if (detectedAtMs === undefined || detectedAtMs <= startedAtMs) return undefined;
  return { duration: (detectedAtMs - startedAtMs) / msPerMinute, ended: true };
}
