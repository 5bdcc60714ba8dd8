import type { ServiceRef, Shortage } from '@ounce/core';
import type { WeekAhead } from './week-ahead.ts';

/** Which day and hour, which service, by how much, and what to do: in one or two sentences. */
export function sayShortage(
  { service, region }: ServiceRef,
  shortage: Shortage,
  { replicas, capacity: known }: Pick<WeekAhead, 'replicas' | 'capacity'>,
  days: readonly Shortage[] = [],
): string {
  const { worstMs, fromMs, untilMs, upper, capacity, replicas: needed, capped } = shortage;
  const over = Math.round(100 * (upper / capacity - 1));
  const hours = Math.round((untilMs - fromMs) / 3_600_000);
  const long = hours > 1 ? ` (${hours} hours from ${moment(fromMs)})` : '';
  const what = `${service}@${region} may need to carry ${round(upper)} a second on ${moment(worstMs)} UTC${long}; its ${replicas} replicas ${known.basis === 'at-least' ? 'never had to carry more than' : 'carry'} ${round(capacity)}, and that is ${over} % more.`;
  const todo = capped
    ? `Even the ceiling of ${needed} replicas is not enough: raise it, or make a replica carry more.`
    : `${needed} replicas would do: scale before, or apply the plan (ounce capacity plan ${service}).`;
  const others = days.filter((day) => day.worstMs !== worstMs).map((day) => dayOf(day.worstMs));
  return [what, ...(others.length > 0 ? [`Too little also on ${others.join(', ')}.`] : []), todo].join(' ');
}

/** What was told of is not expected any more, or has passed. */
export function sayOver(
  { service, region }: ServiceRef,
  told: Shortage,
  { replicas, capacity, atMs }: Pick<WeekAhead, 'replicas' | 'capacity' | 'atMs'>,
): string {
  const carried = round(capacity.perReplica.lower * replicas);
  const what = told.untilMs > atMs ? `is not expected on ${dayOf(told.worstMs)} any more` : 'is over';
  return `Too little capacity for ${service}@${region} ${what}: its ${replicas} replicas carry ${carried} a second, and the week ahead stays below.`;
}

const names = ['Sunday', 'Monday', 'Tuesday', 'Wednesday', 'Thursday', 'Friday', 'Saturday'];

function moment(ms: number): string {
  const date = new Date(ms);
  return `${names[date.getUTCDay()]} ${date.toISOString().slice(0, 10)} ${date.toISOString().slice(11, 16)}`;
}

const dayOf = (ms: number) => moment(ms).slice(0, -6);

const round = (value: number) => (value >= 100 ? Math.round(value) : Number(value.toPrecision(3)));
