import {
  coldStartForecast,
  type ForecastOutcome,
  type ServiceRef,
  type ServiceShape,
  serviceShape,
} from '@ounce/core';
import type { History } from '../history/index.ts';
import { type HourlyLoad, hourlyLoad } from './hourly-load.ts';

const hourMs = 3_600_000;
export const weekHours = 168;
/** From so many hours on a service's own days say more than others' weeks. */
const knowsItself = 8 * 24;
/** Others teach from six weeks of theirs. */
const othersMs = 42 * 24 * hourMs;
const fewestSimilar = 2;
const mostSimilar = 50;

/** Undefined when the service has a history of its own, or nobody is like it. */
export function newServiceForecast(
  history: Pick<History, 'hours'>,
  load: HourlyLoad,
  nowMs: number,
  similarTo: readonly ServiceRef[],
): ForecastOutcome | undefined {
  if (load.values.length >= knowsItself) return undefined;
  const similar = similarTo.slice(0, mostSimilar).flatMap((of) => shapeOf(history, of, nowMs) ?? []);
  if (similar.length < fewestSimilar) return undefined;
  return coldStartForecast({
    ...{ values: load.values, axis: load.axis, firstSlot: slotOf(load.axis.startMs) },
    ...{ season: weekHours, horizon: weekHours, similar },
  });
}

function shapeOf(history: Pick<History, 'hours'>, of: ServiceRef, nowMs: number): ServiceShape | undefined {
  const load = hourlyLoad(history, of, { sinceMs: nowMs - othersMs, untilMs: nowMs });
  return load && serviceShape(load.values, weekHours, slotOf(load.axis.startMs));
}

const slotOf = (atMs: number) => Math.floor(atMs / hourMs) % weekHours;
