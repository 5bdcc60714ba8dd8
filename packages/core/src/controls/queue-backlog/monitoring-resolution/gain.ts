import { percent, span } from '../../say.ts';
import type { Seen } from './resolution.ts';

/** One incident of the past at every resolution, finest last. */
export interface PastIncident {
  readonly seen: readonly Seen[];
}

/** All incidents together at one resolution. */
export interface ResolutionRow {
  readonly intervalMs: number;
  /** Mean over the incidents that every resolution of the table sees in some phase; NaN without any. */
  readonly meanMs: number;
  readonly worstMs: number;
  /** Mean share of the phases that miss an incident. */
  readonly missed: number;
  /** Some records are coarser than this. */
  readonly assumed: boolean;
  /** Against the coarsest: how much earlier, and as a share of its delay. */
  readonly earlierMs: number;
  readonly earlierShare: number;
}

/** One row for each interval, in the order of the incidents' own. Empty without incidents. */
export function resolutionRows(incidents: readonly PastIncident[]): ResolutionRow[] {
  const [first] = incidents;
  if (!first) return [];
  // Incidents that a resolution never sees have no delay there: a mean over the others alone would flatter it.
  const everywhere = incidents.filter(({ seen }) => seen.every(({ meanMs }) => Number.isFinite(meanMs)));
  const mean = (items: readonly number[]) => items.reduce((sum, item) => sum + item, 0) / items.length;
  const delayOf = (i: number) => mean(everywhere.map(({ seen }) => seen[i]!.meanMs));
  return first.seen.map(({ intervalMs }, i) => ({
    intervalMs,
    meanMs: delayOf(i),
    worstMs:
      everywhere.length === 0 ? Number.NaN : Math.max(...everywhere.map(({ seen }) => seen[i]!.worstMs)),
    missed: mean(incidents.map(({ seen }) => seen[i]!.missed)),
    assumed: incidents.some(({ seen }) => seen[i]!.assumed),
    earlierMs: delayOf(0) - delayOf(i),
    earlierShare: 1 - delayOf(i) / delayOf(0),
  }));
}

/** `60 s → 10 s: detected 41 s earlier (−63 %)`. */
export function sayGain(from: ResolutionRow, to: ResolutionRow): string {
  const change = `${span(from.intervalMs)} → ${span(to.intervalMs)}`;
  if (!Number.isFinite(from.meanMs) || !Number.isFinite(to.meanMs))
    return `${change}: no incident is seen at both.`;
  const earlierMs = from.meanMs - to.meanMs;
  const missed = from.missed - to.missed;
  const seen = missed > 0.005 ? `, and ${percent(Number(missed.toFixed(2)))} fewer incidents missed` : '';
  if (Math.abs(earlierMs) < 500) return `${change}: no earlier${seen}.`;
  const share = percent(Number(Math.abs(earlierMs / from.meanMs).toFixed(2)));
  const word = earlierMs > 0 ? `earlier (−${share})` : `later (+${share})`;
  return `${change}: detected ${span(Math.abs(earlierMs))} ${word}${seen}.`;
}
