import { createRandom, sampleNormal } from '../statistics/random.ts';
import { forecastSeries } from './forecast.ts';
import type { Forecast, ForecastRequest } from './request.ts';

export const hourMs = 3_600_000;
export const dayMs = 24 * hourMs;
/** A Monday, midnight UTC. */
export const mondayMs = Date.UTC(2026, 0, 5);

export interface TrafficShape {
  readonly days: number;
  readonly seed: number;
  readonly level?: number;
  /** Standard deviation of the noise, as a share of the level. */
  readonly noise?: number;
  readonly weekendShare?: number;
  /** Hours by which the local day begins before UTC's, by hour index. */
  readonly offsetHours?: (hour: number) => number;
}

/** What a service for office hours sees, by hour, from `mondayMs` on. */
export function officeTraffic(traffic: TrafficShape): Float64Array {
  const { days, seed, level = 100, noise = 0.05, weekendShare = 0.4, offsetHours = () => 0 } = traffic;
  const random = createRandom(seed);
  return Float64Array.from({ length: days * 24 }, (_, hour) => {
    const local = hour + offsetHours(hour);
    const weekend = Math.floor(local / 24) % 7 >= 5 ? weekendShare : 1;
    const day = 1 + 0.8 * Math.sin((2 * Math.PI * ((local % 24) - 9)) / 24);
    return Math.max(level * (weekend * day + noise * sampleNormal(random)), 0);
  });
}

/** The forecast of an hourly series that begins at `mondayMs`; fails the test when there is none. */
export function mustForecast(values: Float64Array, more: Partial<ForecastRequest> = {}): Forecast {
  const outcome = forecastSeries({
    values,
    axis: { startMs: mondayMs, stepMs: hourMs },
    horizon: 48,
    effort: 'light',
    ...more,
  });
  if (outcome.kind !== 'forecast') throw new Error(outcome.why);
  return outcome.forecast;
}

/** Mean distance of two series over the mean of the first. */
export function relativeError(actual: Float64Array, forecast: Float64Array): number {
  let distance = 0;
  let size = 0;
  for (let i = 0; i < actual.length; i++) {
    distance += Math.abs(actual[i]! - forecast[i]!);
    size += Math.abs(actual[i]!);
  }
  return distance / size;
}
