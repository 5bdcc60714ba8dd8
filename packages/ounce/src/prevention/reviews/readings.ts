import { type ServiceRef, signalNames, type Window } from '@ounce/core';

/** Recorded readings of one series of one service, since ≤ time < until, oldest first. */
export type Readings = (
  of: ServiceRef & { readonly series: string },
  span: { readonly sinceMs: number; readonly untilMs: number },
) => Window;

/** One series around an incident, in equal steps; null where nothing was read. */
export interface ReadingsAround {
  readonly series: string;
  readonly sinceMs: number;
  readonly stepMs: number;
  /** The highest reading of each step: a spike is what a review looks for. */
  readonly values: readonly (number | null)[];
}

const halfAnHourMs = 1_800_000;
const aDayMs = 86_400_000;
const steps = 60;

/** What was read of the service from half an hour before the incident to half an hour after it; a day at most. */
export function readingsAround(
  readings: Readings | undefined,
  incident: ServiceRef & { readonly startedAtMs: number; readonly resolvedAtMs?: number },
  nowMs: number,
): readonly ReadingsAround[] {
  if (!readings) return [];
  const { service, region, startedAtMs, resolvedAtMs = nowMs } = incident;
  const sinceMs = startedAtMs - halfAnHourMs;
  const untilMs = Math.min(resolvedAtMs + halfAnHourMs, sinceMs + aDayMs, nowMs);
  if (untilMs <= sinceMs) return [];
  const stepMs = Math.ceil((untilMs - sinceMs) / steps);
  return [...signalNames, 'readyReplicas'].flatMap((series) => {
    const { timesMs, values } = readings({ service, region, series }, { sinceMs, untilMs });
    if (timesMs.length === 0) return [];
    const highest: (number | null)[] = Array.from({ length: steps }, () => null);
    for (let at = 0; at < timesMs.length; at += 1) {
      const step = Math.min(steps - 1, Math.floor((timesMs[at]! - sinceMs) / stepMs));
      highest[step] = Math.max(highest[step] ?? Number.NEGATIVE_INFINITY, values[at]!);
    }
    return [{ series, sinceMs, stepMs, values: highest }];
  });
}

const bars = '▁▂▃▄▅▆▇█';

/** One line for each series, for terminals and Markdown; a blank is a step without a reading. */
export function plotLines(all: readonly ReadingsAround[]): string[] {
  const width = Math.max(0, ...all.map(({ series }) => series.length));
  return all.map(({ series, values }) => {
    const known = values.filter((value) => value !== null);
    const [low, high] = [Math.min(...known), Math.max(...known)];
    const line = values.map((value) => (value === null ? ' ' : barOf(value, low, high))).join('');
    return `${series.padEnd(width)}  ${line}  ${short(low)} to ${short(high)}`;
  });
}

function barOf(value: number, low: number, high: number): string {
  const share = high > low ? (value - low) / (high - low) : 0;
  return bars[Math.min(bars.length - 1, Math.floor(share * bars.length))]!;
}

const short = (value: number) => String(Number(value.toPrecision(3)));
