import { type CreditTier, downtimeMinutes, errorBudget, exposureDays, serviceCredits } from '@ounce/core';
import type { IncidentFact } from '../../ledger/index.ts';
import { timesOf, wholeWindow } from './assess-scope.ts';
import { monthStarts } from './months.ts';
import { rateOf } from './to-view.ts';
import type { CreditsView, ServiceView } from './views.ts';
import { observedWindow, type WatchedTime } from './watched-time.ts';

const dayMs = 86_400_000;
const budgetDays = 30;
/** A month watched for less than half of its time is not known. */
const leastShare = 0.5;

export interface ServiceLevel {
  /** 0.9998 = 99.98 %. */
  readonly availability?: number;
  readonly sla?: {
    readonly monthlyFee: number;
    readonly currency: string;
    readonly tiers: readonly CreditTier[];
  };
}

export interface ServiceAsked {
  readonly service: string;
  readonly incidents: readonly IncidentFact[];
  readonly watched: WatchedTime;
  readonly nowMs: number;
  /** When the first prevention began to protect it. */
  readonly splitMs: number | undefined;
  /** Incidents of this severity and worse are downtime. */
  readonly downtimeFromSeverity: number;
  readonly level: ServiceLevel | undefined;
}

type Share = (startMs: number, endMs: number) => { minutes: number; observed: number };

/** Availability of one service: overall, before and after, against its target, and in credits. */
export function serviceView(asked: ServiceAsked): ServiceView {
  const { service, incidents, watched, nowMs, splitMs, level } = asked;
  const whole = wholeWindow(watched, nowMs);
  const spans = incidents
    .filter(({ severity }) => severity <= asked.downtimeFromSeverity)
    .map(({ startedAtMs, resolvedAtMs, openUntilMs = nowMs }) => ({
      startMs: startedAtMs,
      endMs: resolvedAtMs ?? openUntilMs,
    }));
  const down: Share = (startMs, endMs) => {
    const window = observedWindow(watched, startMs, endMs);
    return { minutes: downtimeMinutes(window, spans), observed: exposureDays(window) * 1440 };
  };
  const startMs = whole?.startMs ?? nowMs;
  const between = (fromMs: number, toMs: number) => (toMs > fromMs ? available(down(fromMs, toMs)) : null);
  const target = level?.availability;
  const recent = down(Math.max(startMs, nowMs - budgetDays * dayMs), nowMs);
  const inside = timesOf(incidents).filter((atMs) => atMs >= startMs).length;
  return {
    service,
    stillOpen: incidents.filter(({ resolvedAtMs }) => resolvedAtMs === undefined).length,
    rate: rateOf(inside, whole ? exposureDays(whole) : 0),
    availability: between(startMs, nowMs),
    availabilityBefore: splitMs === undefined ? null : between(startMs, splitMs),
    availabilityAfter: splitMs === undefined ? null : between(Math.max(startMs, splitMs), nowMs),
    splitMs: splitMs ?? null,
    budget: target === undefined ? null : errorBudget(recent.minutes, recent.observed, target),
    credits: level?.sla ? creditsOf(level.sla, down, { startMs, nowMs, splitMs }) : null,
  };
}

function available({ minutes, observed }: ReturnType<Share>): number | null {
  return observed > 0 ? Math.max(0, 1 - minutes / observed) : null;
}

/** Of whole calendar months only: nobody is billed for part of one. */
function creditsOf(
  { monthlyFee, currency, tiers }: NonNullable<ServiceLevel['sla']>,
  down: Share,
  { startMs, nowMs, splitMs = nowMs }: { startMs: number; nowMs: number; splitMs: number | undefined },
): CreditsView {
  const months = monthStarts(startMs, nowMs).filter(([, endMs]) => endMs <= nowMs);
  const credit = (periods: readonly [number, number][]) => {
    const billed = periods.map(([from, to]) => {
      const time = down(from, to);
      const known = time.observed >= leastShare * ((to - from) / 60_000);
      return { availability: known ? available(time) : null, fee: monthlyFee };
    });
    const { credit: owed, unknownPeriods } = serviceCredits(tiers, billed);
    const known = billed.length - unknownPeriods;
    return { perMonth: known > 0 ? owed / known : null, unknownPeriods };
  };
  const before = credit(months.filter(([, endMs]) => endMs <= splitMs));
  const after = credit(months.filter(([from]) => from >= splitMs));
  return {
    currency,
    beforePerMonth: before.perMonth,
    afterPerMonth: after.perMonth,
    unknownMonths: before.unknownPeriods + after.unknownPeriods,
  };
}
