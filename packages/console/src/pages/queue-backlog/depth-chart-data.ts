import type { Series } from '../../api/series.ts';
import type { ControlView, ExperimentView, ServiceState } from '../../api/types.ts';
import type { Timed } from '../../components/chart/align.ts';
import type { Marker, Overlays } from '../../components/chart/overlays.ts';
import { lookOfAction } from '../../fleet/outcome.ts';
import { formatCount } from '../../format/numbers.ts';
import type { ActionGroup } from './group-actions.ts';

/** A forecast, and when it was made. */
interface MadeForecast {
  readonly madeAtMs: number;
  readonly points: NonNullable<NonNullable<ControlView['last']>['forecast']>;
}

/** The forecast that stands: of the control that made one last. A control that is off forecasts nothing. */
export function newestForecast(service: ServiceState): MadeForecast | undefined {
  return service.controls
    .filter(({ mode }) => mode !== 'off')
    .flatMap(({ last }) => (last?.forecast?.length ? [{ madeAtMs: last.atMs, points: last.forecast }] : []))
    .toSorted((a, b) => b.madeAtMs - a.madeAtMs)[0];
}

/** Depth, forecast and the two edges of its band. The forecast sets out from the reading that it was made on. */
export function depthLines(depth: Series, forecast: MadeForecast | undefined): Timed[] {
  const { points, madeAtMs } = forecast ?? { points: [], madeAtMs: 0 };
  const start = depth.timesMs.findLastIndex((atMs, index) => atMs <= madeAtMs && depth.values[index] != null);
  const startMs = depth.timesMs[start];
  const startValue = depth.values[start];
  const from =
    points.length > 0 && startMs !== undefined && startValue != null
      ? [{ atMs: startMs, value: startValue, lower: startValue, upper: startValue }]
      : [];
  const all = [...from, ...points];
  const timesMs = all.map(({ atMs }) => atMs);
  return [
    depth,
    { timesMs, values: all.map(({ value }) => value) },
    { timesMs, values: all.map(({ lower }) => Math.max(0, lower)) },
    { timesMs, values: all.map(({ upper }) => upper) },
  ];
}

/** A forecast may be tens of thousands while tens wait: it may stretch the scale to this many times what was measured. */
const stretchedAtMost = 2.5;

/**
 * The top of the scale: all readings and the threshold fit; forecast and band only as far as they do not flatten what was
 * really measured.
 */
export function depthScaleMax(lines: readonly Timed[], above: number | undefined): number {
  const [depth, forecast, , upper] = lines.map(({ values }) =>
    values.reduce<number>((most, value) => Math.max(most, value ?? 0), 0),
  );
  const measured = Math.max(depth ?? 0, above ?? 0, 10);
  const ahead = Math.max(forecast ?? 0, Math.min(upper ?? 0, measured * 1.5));
  return Math.max(measured, Math.min(ahead, measured * stretchedAtMost)) * 1.12;
}

export function thresholdLimits(service: ServiceState): Overlays['limits'] {
  const threshold = service.thresholds.queueDepth;
  if (!threshold) return [];
  return [
    { value: threshold.above, label: `threshold ${formatCount(threshold.above)}`, colour: 'bad' },
    {
      value: threshold.normalBelow,
      label: `normal below ${formatCount(threshold.normalBelow)}`,
      colour: 'good',
    },
  ];
}

/** When a fault was in: from its start to its end, or until now. */
export function faultWindows(experiments: readonly ExperimentView[], nowMs: number): Overlays['windows'] {
  return experiments.flatMap(({ faultStartedAtMs, faultEndedAtMs, faults }) =>
    faultStartedAtMs === undefined
      ? []
      : [{ fromMs: faultStartedAtMs, toMs: faultEndedAtMs ?? nowMs, label: faults.join(', ') }],
  );
}

function shapeOf({ newest }: ActionGroup): Marker['shape'] {
  if (newest.outcome === 'held') return 'held';
  if (newest.outcome === 'failed') return 'failed';
  return newest.action.kind === 'scale' && newest.action.to < newest.action.from ? 'in' : 'out';
}

/** One marker for each action; one, where it began, for a run of the same refusal. */
export function actionMarkers(groups: readonly ActionGroup[]): Marker[] {
  return groups.map((group) => ({
    atMs: group.firstAtMs,
    shape: shapeOf(group),
    says: `${lookOfAction(group.newest).label}. ${group.newest.why}`,
  }));
}
