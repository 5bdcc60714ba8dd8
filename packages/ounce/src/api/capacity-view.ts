import type { ServiceRef } from '@ounce/core';
import { sayShortage, type WeekAhead, type WeekAheadOutcome } from '../capacity/index.ts';
import type { Config } from '../config/index.ts';
import type { CapacitySummary } from './types.ts';

type Known = Extract<CapacitySummary, { kind: 'week' }>;
type Cost = Known['cost'];

export function capacitySummaryOf(of: ServiceRef, week: WeekAheadOutcome, price?: Price): CapacitySummary {
  return week.kind === 'week' ? capacityView(of, week, price) : { ...of, ...week };
}

export function capacityView(of: ServiceRef, week: WeekAhead, price?: Price): Known {
  const { atMs, signal, replicas, learnedHours, replicaHours, replicaHoursAsIs, shortages, capacity } = week;
  const { value, lower, upper } = capacity.perReplica;
  const cost: Cost = price && {
    currency: price.currency,
    plan: replicaHours * price.replicaHour,
    asIs: replicaHoursAsIs * price.replicaHour,
  };
  return {
    ...{ service: of.service, region: of.region, kind: 'week' },
    ...{ atMs, signal, replicas, learnedHours, replicaHours, replicaHoursAsIs },
    ...(cost ? { cost } : {}),
    capacity: {
      perReplica: { value, lower, ...(Number.isFinite(upper) ? { upper } : {}) },
      basis: capacity.basis,
      readings: capacity.readings,
      says: capacity.says,
      ...(capacity.law ? { law: capacity.law } : {}),
    },
    shortages: shortages.map((shortage) => ({ ...shortage, says: sayShortage(of, shortage, week) })),
  };
}

interface Price {
  readonly replicaHour: number;
  readonly currency: string;
}

/** Undefined where the config says no price. */
export function costOf({ services }: Pick<Config, 'services'>, { service }: ServiceRef): Price | undefined {
  const { replicaHourCost, currency } = services[service]?.capacity ?? {};
  return replicaHourCost === undefined
    ? undefined
    : { replicaHour: replicaHourCost, currency: currency ?? 'EUR' };
}
