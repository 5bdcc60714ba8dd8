import { useMemo } from 'react';
import type { Series } from '../../api/series.ts';
import type { IncidentDetail } from '../../api/types.ts';
import type { LineLook } from '../../components/chart/chart-options.ts';
import { TimeChart } from '../../components/chart/time-chart.tsx';
import { formatCount } from '../../format/numbers.ts';
import type { MetricSpan, SignalName } from './metric-span.ts';

interface MetricChartProps {
  readonly incident: IncidentDetail;
  readonly signal: SignalName;
  readonly series: Series;
  readonly span: MetricSpan;
  readonly limit: number | undefined;
  readonly suffix: string;
  readonly height: number;
  readonly nowMs: number;
}

/** One signal over the incident, which is the hatched stretch. */
export function MetricChart(props: MetricChartProps) {
  const { incident, signal, series, span, limit, suffix, height, nowMs } = props;
  const looks = useMemo<readonly LineLook[]>(
    () => [{ label: signal, colour: 'depth', style: 'area' }],
    [signal],
  );
  const highest = Math.max(1, limit ?? 0, ...series.values.map((value) => value ?? 0));
  return (
    <TimeChart
      label={`${signal} of ${incident.service} around the incident`}
      looks={looks}
      data={[series]}
      fromMs={span.fromMs}
      toMs={span.toMs}
      yMax={highest * 1.15}
      overlays={{
        nowMs,
        limits: limit === undefined ? [] : [{ value: limit, label: 'Threshold', colour: 'bad' }],
        windows: [{ fromMs: incident.startedAtMs, toMs: incident.resolvedAtMs ?? nowMs, label: 'Incident' }],
        windowsLabel: 'Incident',
        markers: [],
      }}
      height={height}
      formatValue={(value) => `${formatCount(value)}${suffix}`}
    />
  );
}
