import { useQuery } from '@tanstack/react-query';
import { lazy, Suspense, useState } from 'react';
import { useLiveState } from '../../api/live.tsx';
import { keys, useApi } from '../../api/queries.ts';
import type { IncidentDetail, SeriesView, ServiceState } from '../../api/types.ts';
import { Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { cut, type SignalName, signalsFor, spanOf, unitOf } from './metric-span.ts';

// The charts are most of the weight: they come with the first incident that has readings.
const MetricChart = lazy(async () => ({ default: (await import('./metric-chart.tsx')).MetricChart }));

const height = 200;

/** The readings around the incident, as far as the governor still has them. Nothing for a service that it does not watch. */
export function MetricPanel({ incident, nowMs }: { incident: IncidentDetail; nowMs: number }) {
  const { services } = useLiveState();
  const service = services.find(
    (other) => other.service === incident.service && other.region === incident.region,
  );
  const signals = service ? signalsFor(incident.type, service.signals) : [];
  const [chosen, setChosen] = useState<SignalName>();
  const signal = chosen ?? signals[0];
  if (!service || signal === undefined) return null;
  const picker = (
    <select
      className="input"
      aria-label="Signal"
      value={signal}
      onChange={({ target }) => setChosen(target.value as SignalName)}
    >
      {signals.map((name) => (
        <option key={name}>{name}</option>
      ))}
    </select>
  );
  return (
    <Panel title="Readings around it" aside={picker}>
      <Readings incident={incident} service={service} signal={signal} nowMs={nowMs} />
    </Panel>
  );
}

interface ReadingsProps {
  readonly incident: IncidentDetail;
  readonly service: ServiceState;
  readonly signal: SignalName;
  readonly nowMs: number;
}

function Readings({ incident, service, signal, nowMs }: ReadingsProps) {
  const api = useApi();
  const span = spanOf(incident, nowMs);
  const { data, error } = useQuery({
    queryKey: [...keys.series, 'incident', incident.id, signal],
    queryFn: ({ signal: abort }) => {
      const { service: name, region } = service;
      const search = new URLSearchParams({ service: name, region, signal, sinceMs: String(span.fromMs) });
      return api<SeriesView>(`/series?${search}`, { signal: abort });
    },
    refetchInterval: incident.resolvedAtMs === undefined ? 5_000 : false,
  });
  if (!data)
    return error ? <ProblemNote error={error} /> : <Skeleton height={height} label="Loading the readings" />;
  const { factor, suffix } = unitOf(signal);
  const series = cut(data, span, factor);
  if (series.timesMs.length === 0)
    return (
      <p className="incident-none muted">
        The governor has no reading of {signal} from then: it keeps the newest ones in memory, and was started
        later or has let go of them.
      </p>
    );
  const threshold = service.thresholds[signal]?.above;
  return (
    <Suspense fallback={<Skeleton height={height} label="Loading the chart" />}>
      <MetricChart
        incident={incident}
        signal={signal}
        series={series}
        span={span}
        limit={threshold === undefined ? undefined : threshold * factor}
        suffix={suffix}
        height={height}
        nowMs={nowMs}
      />
    </Suspense>
  );
}
