import { compareDurations, type DurationComparison } from '../durations/compare-durations.ts';
import { type DurationSample, durationSample } from '../durations/duration-sample.ts';
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
    const { minutes, ended } = toResolve(incident, nowMs);
    (ended ? this.#resolved : this.#open).push(minutes);
    const detected = toDetect(incident);
    if (detected !== undefined) this.#detected.push(detected);
  }

  get toResolve(): DurationSample {
    return durationSample(this.#resolved, this.#open);
  }

  get toDetect(): DurationSample {
    return durationSample(this.#detected);
  }
}

function toResolve({ startedAtMs, resolvedAtMs, openUntilMs }: EffectIncident, nowMs: number) {
  const untilMs = resolvedAtMs ?? Math.min(openUntilMs ?? nowMs, nowMs);
  return { minutes: (untilMs - startedAtMs) / msPerMinute, ended: resolvedAtMs !== undefined };
}

/** Told to be noticed at its very start, it was told of without saying when it was noticed. */
function toDetect({ startedAtMs, detectedAtMs }: EffectIncident): number | undefined {
  if (detectedAtMs === undefined || detectedAtMs <= startedAtMs) return undefined;
  return (detectedAtMs - startedAtMs) / msPerMinute;
}
