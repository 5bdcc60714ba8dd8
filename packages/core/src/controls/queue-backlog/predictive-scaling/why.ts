import { figure, percent, replicas, span } from '../../say.ts';
import type { Figures } from './figures.ts';
import type { PredictiveScalingSettings } from './settings.ts';

/** A change this large is told as one. */
const toldAsRise = 1.3;
/** A trend that changes arrivals by this share a minute is told. */
const toldAsTrend = 0.05;

/** Why more replicas are wanted. */
export function whyOut(figures: Figures, settings: PredictiveScalingSettings): string {
  return `${what(figures)}; ${carry(figures)}; ${figures.needed} are needed ${purpose(figures, settings)}.`;
}

/** Why fewer replicas are wanted. */
export function whyIn(figures: Figures, to: number, settings: PredictiveScalingSettings): string {
  return `${what(figures)}; for ${span(settings.scaleInAfterMs)} ${replicas(to)} would have been enough, and ${figures.replicas.desired} are there.`;
}

/** Why what a rise or a backlog had asked for goes again. */
export function whyBack(figures: Figures, to: number): string {
  return `${what(figures)}; the rise or backlog that asked for more is over, ${replicas(to)} are enough for what has come since, and ${figures.replicas.desired} are there.`;
}

/** Why a platform is not believed. */
export function whyDoubt(desired: number, before: number): string {
  return `Nothing is changed: the platform said ${replicas(before)} a moment ago and says ${desired} now, and nobody asked for fewer.`;
}

/** Why nothing is wanted, though everything is known. */
export function whyHold(figures: Figures, settings: PredictiveScalingSettings): string {
  const { desired, ready } = figures.replicas;
  const coming = desired > ready ? ` (${ready} ready, ${desired - ready} to come)` : '';
  const spare =
    figures.neededToStay < desired
      ? `; ${figures.neededToStay} would do, but not for ${span(settings.scaleInAfterMs)} yet`
      : '';
  return `${what(figures)} and ${figure(figures.depth)} are waiting; ${carry(figures)}${coming}, which is enough${spare}.`;
}

function what({ arrivals }: Figures): string {
  const { rate, before, slopePerMinute, source } = arrivals;
  const seen = source === 'measured' ? '' : ' (read off the queue)';
  if (rate > before * toldAsRise)
    return `Arrivals rose from ${figure(before)} to ${figure(rate)} a second${seen}`;
  if (before > rate * toldAsRise)
    return `Arrivals fell from ${figure(before)} to ${figure(rate)} a second${seen}`;
  if (Math.abs(slopePerMinute) > rate * toldAsTrend)
    return `Arrivals are ${figure(rate)} a second${seen}, ${slopePerMinute > 0 ? 'growing' : 'falling'} by ${figure(Math.abs(slopePerMinute))} a minute`;
  return `Arrivals are ${figure(rate)} a second${seen}`;
}

function carry({ replicas: { desired }, perReplicaRate }: Figures): string {
  return `${replicas(desired)} ${desired === 1 ? 'carries' : 'carry'} ${figure(desired * perReplicaRate)}`;
}

function purpose({ depth, backlog, breachInMs }: Figures, settings: PredictiveScalingSettings): string {
  const threshold = figure(settings.threshold);
  const purposes = [
    ...(depth > settings.threshold
      ? [`get back under ${threshold} waiting`]
      : breachInMs === null
        ? []
        : [`stay under ${threshold} waiting`]),
    ...(backlog >= 1 ? [`drain ${figure(backlog)} within ${span(settings.drainWithinMs)}`] : []),
  ];
  return purposes.length > 0
    ? `to ${purposes.join(' and ')}`
    : `to keep ${percent(1 - settings.targetUtilisation)} in reserve`;
}
