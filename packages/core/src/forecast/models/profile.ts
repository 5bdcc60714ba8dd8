import { continueByLags, lagCoefficients, moments } from './lag-coefficients.ts';
import type { FittedModel, Model } from './model.ts';

export interface ProfileSettings {
  /** Length of the profile in steps: a week of hours is 168. */
  readonly season: number;
  /** How much of a slot's weight is lost with each new season, within 0..1: 0 is the plain mean, near 1 the last season. */
  readonly forgetting: number;
  /** Lags over which the deviation from the profile is carried on. */
  readonly order: number;
  readonly penalty: number;
}

/**
 * The fast model: an exponentially weighted mean for each slot of the season, plus ridge over the lags of the one-step
 * deviations from it (what is above its profile now is still above it an hour later). Time linear in the history.
 */
export function profile(settings: ProfileSettings): Model {
  const { season, forgetting, penalty } = settings;
  return {
    name: `profile ${season} forgetting ${forgetting}`,
    fit(values) {
      const rows = values.length - season;
      const order = Math.min(settings.order, rows >> 1);
      if (order < 1) return undefined;
      const deviations = new Float64Array(values.length);
      learnSlots(values, values.length, season, forgetting, deviations);
      const learned = deviations.slice(season);
      const { deviation } = moments(learned);
      for (let t = 0; t < learned.length; t++) learned[t] = learned[t]! / deviation;
      return fitted(settings, lagCoefficients(learned, order, penalty));
    },
  };
}

function fitted(settings: ProfileSettings, coefficients: Float64Array): FittedModel {
  const { season, forgetting } = settings;
  const order = coefficients.length;
  return {
    forecast(values, origin, horizon) {
      const deviations = new Float64Array(origin);
      const slots = learnSlots(values, origin, season, forgetting, deviations);
      const recent = deviations.slice(origin - order, origin);
      const carried = continueByLags(recent, coefficients, horizon);
      for (let h = 0; h < horizon; h++) carried[h] = carried[h]! + slots[(origin + h) % season]!;
      return carried;
    },
  };
}

/** The slots' values after `count` readings; `deviations[t]` becomes reading minus slot before it was learned (0 at first). */
function learnSlots(
  values: Float64Array,
  count: number,
  season: number,
  forgetting: number,
  deviations: Float64Array,
): Float64Array {
  const slots = new Float64Array(season);
  const weights = new Float64Array(season);
  let slot = 0;
  for (let t = 0; t < count; t++) {
    const value = values[t]!;
    const weight = weights[slot]!;
    const before = weight === 0 ? value : slots[slot]!;
    const deviation = value - before;
    deviations[t] = deviation;
    const grown = weight * (1 - forgetting) + 1;
    weights[slot] = grown;
    slots[slot] = before + deviation / grown;
    slot = slot + 1 === season ? 0 : slot + 1;
  }
  return slots;
}
