import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { readNabTweets, readTraces, seriesFolder } from '../forecast/series-files.ts';
import type { Trace } from './traces.ts';

const daySeconds = 86_400;
/** Only the end of a long series is played: a day for scalers to learn in, and one that is measured. */
const learnSeconds = daySeconds;
const playedSeconds = 2 * daySeconds;
/** What only a hundredth of a series' five minutes exceed becomes so many arrivals a second, the top of the made surges. */
const busy = 1000;
const busyShare = 0.99;
const busySeconds = 300;
/** A shorter series shows no days. */
const fewestDays = 4;

interface Series {
  readonly name: string;
  readonly values: Float64Array;
  readonly stepMs: number;
}

/** Recorded traces as arrivals: the days of web services and metrics, and series that were kept for their bursts. */
export function recordedTraces(): readonly Trace[] {
  const folder = seriesFolder();
  if (folder === undefined) return [];
  const isDaily = ({ values, stepMs }: Series) => values.length * stepMs >= fewestDays * daySeconds * 1000;
  const traces: readonly Series[] = existsSync(join(folder, 'traces')) ? readTraces(folder) : [];
  return [
    ...traces.filter(isDaily).map((series) => asTrace(series, 'daily')),
    // What comes by the minute or faster is played as it came, too: then each minute's noise is a burst.
    ...traces.filter(({ stepMs }) => stepMs < 300_000).map((series) => asTrace(series, 'bursty')),
    ...readNabTweets(folder).map((series) => asTrace(series, 'bursty')),
  ];
}

function asTrace(series: Series, kind: 'daily' | 'bursty'): Trace {
  const { name, values, stepMs } = coarse(series, kind === 'daily' ? 300_000 : 10_000);
  const stepSeconds = stepMs / 1000;
  const filled = withoutGaps(values);
  const busySteps = Math.max(1, Math.round(busySeconds / stepSeconds));
  const scale = busy / busyMean(filled, busySteps);
  const scaled = filled.map((value) => value * scale);
  const played = Math.min(scaled.length, Math.floor(playedSeconds / stepSeconds));
  const rates = perSecond(scaled.slice(scaled.length - played), stepSeconds);
  const base = rates.reduce((sum, rate) => sum + rate, 0) / rates.length;
  const learn = rates.length >= 2 * learnSeconds ? learnSeconds : 0;
  return { name, kind, base, rates, learnSeconds: learn };
}

/** Small counts are mostly noise, which the scale would blow up to real ups and downs: steps are merged. */
function coarse(series: Series, leastMs: number): Series {
  const { name, values, stepMs } = series;
  if (stepMs >= leastMs) return series;
  const factor = Math.round(leastMs / stepMs);
  const steps = Math.floor(values.length / factor);
  const means = Float64Array.from({ length: steps }, (_, i) => {
    const part = values.slice(i * factor, (i + 1) * factor).filter(Number.isFinite);
    return part.length > 0 ? part.reduce((sum, value) => sum + value, 0) / part.length : Number.NaN;
  });
  return { name, values: means, stepMs: stepMs * factor };
}

function withoutGaps(values: Float64Array): Float64Array {
  let last = values.find(Number.isFinite) ?? 0;
  return values.map((value) => {
    if (Number.isFinite(value)) last = Math.max(0, value);
    return last;
  });
}

function busyMean(values: Float64Array, steps: number): number {
  const means: number[] = [];
  for (let i = 0; i + steps <= values.length; i += steps)
    means.push(values.subarray(i, i + steps).reduce((sum, value) => sum + value, 0) / steps);
  means.sort((a, b) => a - b);
  return means[Math.floor(busyShare * means.length)]!;
}

/** A straight line from the middle of each step to the middle of the next. */
function perSecond(values: Float64Array, stepSeconds: number): Float64Array {
  return Float64Array.from({ length: values.length * stepSeconds }, (_, second) => {
    const at = Math.min(values.length - 1, Math.max(0, (second + 0.5) / stepSeconds - 0.5));
    const first = Math.floor(at);
    const share = at - first;
    return (1 - share) * values[first]! + share * values[Math.min(values.length - 1, first + 1)]!;
  });
}
