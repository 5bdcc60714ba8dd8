import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import {
  forecastSeries,
  forecastShortTerm,
  quantileForecast,
  shortTermQuantile,
} from '../../packages/core/src/forecast/index.ts';
import type { BenchRow } from '../harness.ts';
import { cpuSeconds } from './cpu.ts';
import { hourMs, type M4Series } from './series-files.ts';

const services = 10_000;
const historyHours = 4 * 168;

/** Ten thousand services: the next week by hour from four weeks of hours, and five minutes ahead from thirty of them. */
export function fleetRows(series: readonly M4Series[], progress: (line: string) => void): BenchRow[] {
  const histories = series.map(({ train }) => train.slice(-historyHours));
  const kept: unknown[] = [];
  const emptyBytes = heldBytes();
  const weekly = cpuSeconds(() => {
    for (let service = 0; service < services; service++) {
      const history = histories[service % histories.length]!;
      const factor = 1 + service / services;
      const values = history.map((value) => value * factor);
      const axis = { startMs: 0, stepMs: hourMs };
      const outcome = forecastSeries({ values, axis, horizon: 168, effort: 'light' });
      if (outcome.kind !== 'forecast') throw new Error(outcome.why);
      const upper = quantileForecast(outcome.forecast, 0.95);
      kept.push({ values, forecast: outcome.forecast, upper });
      if (service % 2_000 === 1_999) progress(`${service + 1} services re-forecast`);
    }
  });
  const bytes = (heldBytes() - emptyBytes) / kept.length;
  const recent = histories.map((history) => history.slice(-180));
  const expected = histories.map((history) => history.slice(-180 - 168, -168 + 30));
  const short = cpuSeconds(() => {
    for (let service = 0; service < services; service++) {
      const k = service % histories.length;
      const forecast = forecastShortTerm({ recent: recent[k]!, horizon: 30, expected: expected[k]! });
      if (forecast !== undefined) shortTermQuantile(forecast, 0.95);
    }
  });
  return [
    {
      case: '10,000 services',
      metric: 'the next 7 days by hour',
      unit: 'CPU s',
      values: { 'ounce light': weekly },
    },
    { case: '10,000 services', metric: '5 minutes ahead', unit: 'CPU s', values: { 'ounce short': short } },
    {
      case: '10,000 services',
      metric: 'memory a service: four weeks, forecast and band',
      unit: 'KiB',
      values: { 'ounce light': bytes / 1024 },
    },
  ];
}

setFlagsFromString('--expose-gc');
const collectGarbage = runInNewContext('gc') as () => void;

/** What is held after everything that nobody holds is gone. */
function heldBytes(): number {
  collectGarbage();
  const { heapUsed, arrayBuffers } = process.memoryUsage();
  return heapUsed + arrayBuffers;
}
