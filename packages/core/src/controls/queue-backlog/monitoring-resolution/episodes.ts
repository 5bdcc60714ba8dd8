import { detect } from '../../../detection/detect.ts';
import type { DetectionRule } from '../../../detection/rule.ts';
import { type DetectionEvent, initialDetectionState } from '../../../detection/state.ts';
import type { ServiceView, Window } from '../../../model/signal.ts';

/** A stretch of the record in which the rule would have opened an incident. */
export interface Episode {
  /** When the threshold was passed, on the straight line between two readings. */
  readonly onsetMs: number;
  /** When it was over; the end of the record for one that is not. */
  readonly untilMs: number;
}

/** The very detection that runs live, over readings of the past. */
export function detectOver(read: Window, intervalMs: number, rule: DetectionRule): readonly DetectionEvent[] {
  // Before every reading, so that an incident is detected at the time of the reading that opened it.
  const nowMs = Number.NEGATIVE_INFINITY;
  const view: ServiceView = {
    ...{ service: 'recorded', region: 'recorded', nowMs, startupTimesMs: [] },
    signals: { [rule.signal]: { kind: 'fresh', window: read, intervalMs } },
  };
  return detect(view, initialDetectionState, rule).events;
}

/** What happened, as far as the record can tell: a rule that asks for a time is taken without it, so that nothing is left out. */
export function findEpisodes(recorded: Window, recordedMs: number, rule: DetectionRule): Episode[] {
  const episodes: Episode[] = [];
  let onsetMs: number | undefined;
  for (const event of detectOver(recorded, recordedMs, { ...rule, forMs: 0 })) {
    if (event.kind === 'opened') onsetMs = crossing(recorded, event.incident.startedAtMs, rule.above);
    if (event.kind !== 'resolved' || onsetMs === undefined) continue;
    episodes.push({ onsetMs, untilMs: event.atMs });
    onsetMs = undefined;
  }
  const untilMs = recorded.timesMs[recorded.timesMs.length - 1] ?? 0;
  return onsetMs === undefined ? episodes : [...episodes, { onsetMs, untilMs }];
}

function crossing({ timesMs, values }: Window, firstAboveMs: number, above: number): number {
  let i = 0;
  while (i < timesMs.length && timesMs[i]! < firstAboveMs) i++;
  if (i === 0) return firstAboveMs;
  const [before, after] = [values[i - 1]!, values[i]!];
  if (!(after > before) || before > above) return firstAboveMs;
  const share = Math.max(0, (above - before) / (after - before));
  return timesMs[i - 1]! + share * (timesMs[i]! - timesMs[i - 1]!);
}
