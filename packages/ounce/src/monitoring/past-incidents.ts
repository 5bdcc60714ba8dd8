import {
  type DetectionRule,
  findEpisodes,
  type PastIncident,
  recordedInterval,
  type ServiceRef,
  seenAt,
} from '@ounce/core';
import type { History, Span } from '../history/index.ts';
import type { Ledger } from '../ledger/index.ts';

/** An incident of the past, and how late it would have been seen at each resolution. */
export interface SeenIncident extends PastIncident, ServiceRef {
  readonly type: string;
  readonly onsetMs: number;
  readonly untilMs: number;
  /** How often its signal was recorded. */
  readonly recordedMs: number;
  /** The ledger's name for it; absent where nobody noticed. */
  readonly incidentId?: string;
}

/** A service and one of its detections, as the config has it. */
export interface Watched {
  readonly of: ServiceRef;
  readonly rule: DetectionRule;
  /** How often its signal is read now. */
  readonly intervalMs: number;
}

/** No more than the newest of these for each detection. */
const mostEpisodes = 200;
/** An incident of the ledger belongs to an episode that began within this of it. */
const sameMs = 120_000;

/** Every stretch of the recorded readings in which a detection's threshold was passed, with what each resolution would have made of it. */
export function seenIncidents(
  { history, ledger }: { history: Pick<History, 'readings'>; ledger: Pick<Ledger, 'query'> },
  { of, rule }: Watched,
  span: Span,
  intervalsMs: readonly number[],
): SeenIncident[] {
  const recorded = history.readings({ ...of, series: rule.signal }, span);
  const recordedMs = recordedInterval(recorded);
  if (!Number.isFinite(recordedMs)) return [];
  const known = ledger.query.incidents({
    ...{ ...of, type: rule.incidentType, limit: 1000 },
    ...{ sinceMs: span.sinceMs - sameMs, untilMs: span.untilMs },
  }).items;
  return (
    findEpisodes(recorded, recordedMs, rule)
      .slice(-mostEpisodes)
      .map((episode) => {
        const incident = known.find(
          ({ startedAtMs }) => startedAtMs >= episode.onsetMs - sameMs && startedAtMs <= episode.untilMs,
        );
        return {
          ...{ ...of, ...episode, type: rule.incidentType, recordedMs },
          ...(incident ? { incidentId: incident.id } : {}),
          seen: seenAt(recorded, recordedMs, episode, rule, intervalsMs),
        };
      })
      // What no resolution would have called an incident is none.
      .filter(({ seen }) => seen.some(({ missed }) => missed < 1))
  );
}
