import type { ServicePlan, ServiceView } from '../../../model/signal.ts';

const hourMs = 3_600_000;
/** A plan whose figure for now is further off than this (either way) does not know what is going on. */
const mostOff = 2;
/** Hours of the plan that an evidence keeps: those that the next minutes are read off. */
const keptBeforeMs = 2 * hourMs;
const keptAfterMs = 2 * hourMs;

/** By what factor the week's plan lets arrivals change until a time from now, ms. */
export type Profile = (aheadMs: number) => number;

/**
 * The shape of the week around now, or nothing where no plan was made or it is off. Only the shape counts: its level is
 * that of the readings.
 */
export function profileOf(view: ServiceView, rate: number): Profile | undefined {
  const { plan, nowMs } = view;
  if (!plan || plan.hours.length < 2) return undefined;
  const now = expectedAt(plan, nowMs);
  if (!(now > 0) || rate > mostOff * now || now > mostOff * rate) return undefined;
  return (aheadMs) => expectedAt(plan, nowMs + aheadMs) / now;
}

/** A straight line from the middle of each hour to the middle of the next; before the first and after the last, flat. */
function expectedAt({ hours }: ServicePlan, atMs: number): number {
  const middle = (at: number) => hours[at]!.startMs + hourMs / 2;
  const next = hours.findIndex((_, i) => middle(i) > atMs);
  if (next < 0) return hours.at(-1)!.expected;
  if (next === 0) return hours[0]!.expected;
  const share = (atMs - middle(next - 1)) / (middle(next) - middle(next - 1));
  return hours[next - 1]!.expected + share * (hours[next]!.expected - hours[next - 1]!.expected);
}

/** The part of the plan that is looked at; hours that are not in order or no numbers make it none. */
export function nearPlan({ plan, nowMs }: ServiceView): { plan?: ServicePlan } {
  if (!plan) return {};
  const hours = plan.hours.filter(
    ({ startMs }) => startMs > nowMs - keptBeforeMs && startMs <= nowMs + keptAfterMs,
  );
  const isWhole = hours.every(
    ({ startMs, expected }, i) =>
      Number.isFinite(expected) && expected >= 0 && (i === 0 || startMs > hours[i - 1]!.startMs),
  );
  return isWhole && hours.length > 0 ? { plan: { ...plan, hours, seen: [] } } : {};
}
