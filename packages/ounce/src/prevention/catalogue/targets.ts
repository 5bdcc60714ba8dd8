import { customersTarget, type Target } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';

/** Incidents a month and minutes to recover, before and after, as the dashboard "Effectiveness Tracking" claims them. */
const dashboard: readonly (readonly [string, readonly [number, number], readonly [number, number]])[] = [
  ['queue_backlog', [3, 0.5], [25, 3]],
  ['circuit_breaker_open', [2, 0.2], [8, 2]],
  ['latency_spike', [5, 1.5], [15, 5]],
  ['error_rate_spike', [4, 0.5], [18, 3]],
  ['region_failover', [0.1, 0], [12, 8]],
];

/** What the dashboard says was reached is what is aimed at; that it was reached stays a claim. */
export const starterTargets: readonly Target[] = [
  ...dashboard.map(([id, [often, rare], [long, short]]) => ({
    ...{ id, version: 1, incidentsPerMonth: rare, minutesToRecover: short },
    claimed: {
      incidentsPerMonth: { before: often, after: rare },
      minutesToRecover: { before: long, after: short },
    },
  })),
  {
    ...{
      id: customersTarget,
      version: 1,
      availability: 0.9998,
      creditsDownPercent: 65,
      ticketsDownPercent: 45,
    },
    claimed: { availability: { before: 0.9992, after: 0.9998 } },
  },
];

const starterPerMonth = Object.fromEntries(
  starterTargets.flatMap(({ id, incidentsPerMonth }) =>
    incidentsPerMonth === undefined ? [] : [[id, incidentsPerMonth]],
  ),
);

/** How many incidents a month are accepted, by type: as the config says, else the targets of the ledger, else those of the catalogue. */
export function acceptedPerMonth(
  { query }: Pick<Ledger, 'query'>,
  { targetPerMonth }: { readonly targetPerMonth: Readonly<Record<string, number>> },
): Readonly<Record<string, number>> {
  const saved = query
    .targets()
    .flatMap(({ id, incidentsPerMonth }) =>
      incidentsPerMonth === undefined ? [] : [[id, incidentsPerMonth] as const],
    );
  return { ...starterPerMonth, ...Object.fromEntries(saved), ...targetPerMonth };
}
