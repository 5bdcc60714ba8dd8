import type { TimeAxis } from '../calendar/local-axis.ts';
import type { CalibrationInput } from '../intervals/conformal.ts';
import { calibrate } from '../intervals/conformal.ts';
import { finiteMean, median } from '../numeric/robust.ts';
import type { ForecastOutcome } from '../request.ts';

/** The repeating shape of a service that has a history: one value for each slot of the season, one in its mean. */
export interface ServiceShape {
  readonly shape: Float64Array;
  /** Mean reading, in the unit of the series. */
  readonly level: number;
}

/**
 * Slot medians over the mean. `firstSlot` is the slot of `values[0]` in a season that all services share, for example
 * the hour of the week. Undefined without a reading in every slot, or for a level that is not positive.
 */
export function serviceShape(
  values: Float64Array,
  season: number,
  firstSlot: number,
): ServiceShape | undefined {
  const slots: number[][] = Array.from({ length: season }, () => []);
  for (let t = 0; t < values.length; t++) slots[(firstSlot + t) % season]!.push(values[t]!);
  const medians = Float64Array.from(slots, (readings) => median(readings));
  const level = finiteMean(medians);
  if (!(level > 0) || medians.some(Number.isNaN)) return undefined;
  return { shape: medians.map((value) => value / level), level };
}

export interface ColdStartRequest {
  /** The new service's own readings, perhaps none; NaN is missing. */
  readonly values: Float64Array;
  readonly axis: TimeAxis;
  /** Slot of the first reading (or, without readings, of the first forecast step). */
  readonly firstSlot: number;
  readonly season: number;
  readonly horizon: number;
  /** Services that are expected to be alike: same team, same kind, same upstream. */
  readonly similar: readonly ServiceShape[];
}

/** Six own readings weigh as much as all that is known of similar services' levels. */
const priorReadings = 6;

/**
 * Forecasts a service that has hardly any history: the shape is the median of similar services', the level is its own
 * as far as there are readings, and the median of theirs otherwise. The intervals come from how well each similar
 * service would have been forecast from the others.
 */
export function coldStartForecast(request: ColdStartRequest): ForecastOutcome {
  const { values, similar, season, firstSlot, horizon, axis } = request;
  if (similar.length < 2) {
    return { kind: 'no-forecast', why: 'There are fewer than 2 similar services to learn the shape from.' };
  }
  const shape = medianShape(similar, season);
  const { level, priorShare, readings } = learnLevel(values, shape, firstSlot, similar);
  const spread = shapeSpread(similar, shape);
  const levelSpread = relativeSpread(similar.map((service) => service.level));
  const slotAt = (h: number) => (firstSlot + values.length + h) % season;
  const point = Float64Array.from({ length: horizon }, (_, h) => level * shape[slotAt(h)]!);
  const errorSizes = point.map((value, h) => level * spread[slotAt(h)]! + value * priorShare * levelSpread);
  const forecast = {
    axis: { startMs: axis.startMs + values.length * axis.stepMs, stepMs: axis.stepMs },
    point,
    errorSizes,
    calibration: calibrate(leaveOneOut(similar, season, spread)),
    nonNegative: true,
    models: [{ name: `shape of ${similar.length} similar services`, weight: 1 }],
    learnedFrom: {
      readings,
      missing: values.length - readings,
      outliers: 0,
      staleSteps: 0,
      seasons: [season],
    },
  };
  return { kind: 'forecast', forecast };
}

function medianShape(similar: readonly ServiceShape[], season: number): Float64Array {
  const middle = Float64Array.from({ length: season }, (_, slot) =>
    median(similar.map(({ shape }) => shape[slot]!)),
  );
  const mean = finiteMean(middle);
  return middle.map((value) => (mean > 0 ? value / mean : 1));
}

/** Ridge of the readings on the shape, whose prior is the similar services' median level. */
function learnLevel(
  values: Float64Array,
  shape: Float64Array,
  firstSlot: number,
  similar: readonly ServiceShape[],
) {
  const prior = median(similar.map((service) => service.level));
  let along = priorReadings * prior;
  let squares = priorReadings;
  let readings = 0;
  for (let t = 0; t < values.length; t++) {
    const value = values[t]!;
    if (!Number.isFinite(value)) continue;
    const expected = shape[(firstSlot + t) % shape.length]!;
    along += expected * value;
    squares += expected ** 2;
    readings++;
  }
  return { level: Math.max(along / squares, 0), priorShare: priorReadings / squares, readings };
}

/** Mean distance of the services' shapes from the middle one, half by slot and half over all. */
function shapeSpread(similar: readonly ServiceShape[], middle: Float64Array): Float64Array {
  const bySlot = middle.map((value, slot) =>
    finiteMean(similar.map(({ shape }) => Math.abs(shape[slot]! - value))),
  );
  const overall = Math.max(finiteMean(bySlot), 1e-6);
  return bySlot.map((spread) => 0.5 * spread + 0.5 * overall);
}

function relativeSpread(levels: readonly number[]): number {
  const middle = median(levels);
  return median(levels.map((level) => Math.abs(level - middle))) / middle;
}

function leaveOneOut(
  similar: readonly ServiceShape[],
  season: number,
  spread: Float64Array,
): CalibrationInput {
  const errors = new Float64Array(similar.length * season);
  const sizes = new Float64Array(similar.length * season);
  const said = new Float64Array(similar.length * season);
  similar.forEach((service, k) => {
    const others = medianShape(
      similar.filter((_, j) => j !== k),
      season,
    );
    said.set(others, k * season);
    errors.set(
      service.shape.map((value, slot) => value - others[slot]!),
      k * season,
    );
    sizes.set(spread, k * season);
  });
  return { said, errors, sizes, horizon: season, independent: similar.length, season };
}
