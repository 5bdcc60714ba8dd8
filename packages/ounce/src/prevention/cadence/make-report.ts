import type { Cadence, Report, ReportPeriod, ReportSection } from '@ounce/core';
import { annualSections } from './annual.ts';
import { coverageOf } from './coverage.ts';
import { monthlySections } from './monthly.ts';
import { quarterlySections } from './quarterly.ts';
import { weeklySections } from './weekly.ts';
import type { ReportWorld } from './world.ts';

const titles: Readonly<Record<Cadence, string>> = {
  weekly: 'Weekly prevention review',
  monthly: 'Monthly prevention review',
  quarterly: 'Quarterly effectiveness review',
  annual: 'Annual trends',
};

const sections: Readonly<
  Record<Cadence, (world: ReportWorld, period: ReportPeriod, nowMs: number) => ReportSection[]>
> = {
  weekly: weeklySections,
  monthly: monthlySections,
  quarterly: quarterlySections,
  annual: annualSections,
};

/** What is known by now of a period. Statuses and effects are those of now; what happened is what happened in the period. */
export function makeReport(
  world: ReportWorld,
  cadence: Cadence,
  period: ReportPeriod,
  nowMs: number,
): Report {
  return {
    ...{ id: `${cadence} ${period.label}`, cadence, period, madeAtMs: nowMs },
    title: `${titles[cadence]} ${period.label}`,
    coverage: coverageOf(world.ledger, period, nowMs),
    sections: sections[cadence](world, period, nowMs),
  };
}
