import type { ReactNode } from 'react';
import type { ServiceState } from '../../api/types.ts';
import { Reading } from '../../components/reading.tsx';
import { ReplicaCount } from '../../components/replica-count.tsx';
import { isBreached } from '../../fleet/health.ts';
import { formatCount, formatLatency, formatRate, formatShare, missing } from '../../format/numbers.ts';
import { formatDuration } from '../../format/times.ts';
import { newestForecast } from './depth-chart-data.ts';

function Tile({ name, children, below }: { name: string; children: ReactNode; below: string }) {
  return (
    <div className="tile">
      <dt>{name}</dt>
      <dd>
        <span className="tile-figure">{children}</span>
        <span className="tile-below">{below}</span>
      </dd>
    </div>
  );
}

function ForecastTile({ service, nowMs }: { service: ServiceState; nowMs: number }) {
  const point = newestForecast(service)?.points.at(-1);
  if (!point || point.atMs <= nowMs) {
    const watched = service.controls.some(({ mode }) => mode !== 'off');
    return (
      <Tile name="Forecast" below={watched ? 'no forecast yet' : 'no control makes one'}>
        <span className="faint">{missing}</span>
      </Tile>
    );
  }
  const between = `${formatCount(Math.max(0, point.lower))} to ${formatCount(point.upper)}`;
  return (
    <Tile name={`In ${formatDuration(Math.round((point.atMs - nowMs) / 60_000) * 60_000)}`} below={between}>
      {formatCount(point.value)}
    </Tile>
  );
}

function boundWords({ replicas, platformError }: ServiceState): string {
  if (!replicas) return platformError === undefined ? 'no platform' : 'platform does not answer';
  const { floor, ceiling } = replicas;
  return floor === undefined && ceiling === undefined
    ? 'no floor or ceiling'
    : `floor ${floor ?? missing}, ceiling ${ceiling ?? missing}`;
}

/** The figures of now, each with what it is to be held against. */
export function Tiles({ service, nowMs }: { service: ServiceState; nowMs: number }) {
  const { signals, thresholds } = service;
  const reading = (signal: keyof typeof signals, format: (value: number) => string) => (
    <Reading signal={signals[signal]} format={format} nowMs={nowMs} breached={isBreached(service, signal)} />
  );
  const limit = (signal: keyof typeof signals, format: (value: number) => string) => {
    if (!signals[signal]) return 'not measured here';
    const above = thresholds[signal]?.above;
    return above === undefined ? 'no threshold' : `threshold ${format(above)}`;
  };
  return (
    <dl className="tiles">
      <Tile name="Queue depth" below={limit('queueDepth', formatCount)}>
        {reading('queueDepth', formatCount)}
      </Tile>
      <ForecastTile service={service} nowMs={nowMs} />
      <Tile name="Arrivals" below="per second">
        {reading('arrivalRate', formatRate)}
      </Tile>
      <Tile name="Handled" below="per second">
        {reading('serviceRate', formatRate)}
      </Tile>
      <Tile name="Replicas ready" below={boundWords(service)}>
        <ReplicaCount service={service} />
      </Tile>
      {signals.errorRate && (
        <Tile name="Errors" below={limit('errorRate', formatShare)}>
          {reading('errorRate', formatShare)}
        </Tile>
      )}
      {signals.latencyP95Ms && (
        <Tile name="p95 latency" below={limit('latencyP95Ms', formatLatency)}>
          {reading('latencyP95Ms', formatLatency)}
        </Tile>
      )}
    </dl>
  );
}
