import { type Cadence, cadences, isOunceError, type ReportPeriod } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { makeReport } from './make-report.ts';
import { dueMs, periodAt, periodBefore } from './period.ts';
import type { ReportWorld } from './world.ts';

/** A quarter of weekly reviews: after a longer downtime the newest ones are made, and any other one can be asked for. */
const mostMissed = 13;

export interface CadenceSettings {
  readonly timeZone: string;
  /** Hour of the local day at which a finished period is reviewed. */
  readonly atHour: number;
  readonly enabled: Readonly<Record<Cadence, boolean>>;
}

/** Reviews of finished periods that are due and were not made: the newest of each cadence, oldest first. */
function duePeriods(
  { query }: Pick<Ledger, 'query'>,
  { timeZone, atHour, enabled }: CadenceSettings,
  nowMs: number,
): readonly { readonly cadence: Cadence; readonly period: ReportPeriod }[] {
  const firstMs = query.governorRuns()[0]?.atMs;
  if (firstMs === undefined) return [];
  return cadences.flatMap((cadence) => {
    if (!enabled[cadence]) return [];
    const made = new Set(query.reports({ cadence }).map(({ id }) => id));
    const due: { cadence: Cadence; period: ReportPeriod }[] = [];
    let period = periodBefore(cadence, periodAt(cadence, nowMs, timeZone));
    // What ended before anybody watched was never missed.
    for (let i = 0; i < mostMissed && period.endMs > firstMs; i++, period = periodBefore(cadence, period))
      if (dueMs(period, atHour) <= nowMs && !made.has(`${cadence} ${period.label}`))
        due.unshift({ cadence, period });
    return due;
  });
}

/**
 * Makes the reviews that are due; each is issued once, also with several governors: it is appended on top of what was read, and the
 * tables keep the first. Returns their ids.
 */
export async function issueDue(
  world: ReportWorld & { readonly ledger: Ledger; readonly clock: Clock },
  settings: CadenceSettings,
): Promise<readonly string[]> {
  const { ledger, clock } = world;
  const issued: string[] = [];
  for (const { cadence, period } of duePeriods(ledger, settings, clock.nowMs())) {
    const expectedSeq = ledger.query.head().seq;
    const report = makeReport(world, cadence, period, clock.nowMs());
    if (ledger.query.report(report.id)) continue;
    try {
      await ledger.append(
        [
          {
            atMs: clock.nowMs(),
            actor: 'governor',
            subject: 'fleet',
            kind: 'report.issued',
            data: { report },
          },
        ],
        { expectedSeq },
      );
      issued.push(report.id);
    } catch (error) {
      // Somebody has written in between, perhaps the same: the next round looks again.
      if (!isOunceError(error) || error.code !== 'OUNCE_E_JOURNAL_CONFLICT') throw error;
    }
  }
  return issued;
}
