import type { LiveState, SeriesView, ServiceState } from './types.ts';

/** Readings of one signal, oldest first; null where one was due and did not come. */
export interface Series {
  readonly timesMs: readonly number[];
  readonly values: readonly (number | null)[];
}

/** Adds what came after the last reading. Returns the same object when there is nothing new, so that nothing redraws. */
export function appendReading(series: Series, atMs: number, value: number | null): Series {
  const lastMs = series.timesMs.at(-1) ?? Number.NEGATIVE_INFINITY;
  if (atMs <= lastMs) return series;
  // One null is enough to break the line; a long silence must not grow the list.
  if (value === null && series.values.at(-1) === null) return series;
  return { timesMs: [...series.timesMs, atMs], values: [...series.values, value] };
}

/** Forgets what is older than `sinceMs`, but keeps one reading before it so that the line enters the picture. */
export function trimSeries(series: Series, sinceMs: number): Series {
  const first = series.timesMs.findIndex((atMs) => atMs >= sinceMs);
  if (first <= 1) return series;
  return { timesMs: series.timesMs.slice(first - 1), values: series.values.slice(first - 1) };
}

/** What the live state says of one series: a reading, a gap (stale, or the platform is silent), or nothing at all. */
export function readingOf(
  state: LiveState,
  service: ServiceState,
  signal: SeriesView['signal'],
): { atMs: number; value: number | null } | undefined {
  if (signal === 'readyReplicas' || signal === 'desiredReplicas') {
    const replicas = service.replicas;
    if (!replicas) return { atMs: state.atMs, value: null };
    return { atMs: state.atMs, value: signal === 'readyReplicas' ? replicas.ready : replicas.desired };
  }
  const reading = service.signals[signal];
  if (!reading || reading.atMs === undefined || reading.value === undefined) return undefined;
  // The gap begins where the next reading was due: one that still comes late then finds its place.
  if (reading.stale !== undefined) return { atMs: reading.atMs + reading.intervalMs, value: null };
  return { atMs: reading.atMs, value: reading.value };
}
