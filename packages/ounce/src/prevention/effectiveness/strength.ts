import { experimentStrength, runsNeeded } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';
import type { ActivePrevention } from './prevention-book.ts';
import type { StrengthView } from './views.ts';

/** What the experiments since a prevention's completion support; null where it names none. */
export function strengthOf(
  ledger: Ledger,
  { experiment, completedAtMs = Number.POSITIVE_INFINITY }: ActivePrevention,
): StrengthView | null {
  if (experiment === undefined) return null;
  const judged = ledger.query
    .experiments({ scenario: experiment, limit: 1000 })
    .items.filter(
      ({ startedAtMs, verdict }) =>
        startedAtMs >= completedAtMs && (verdict?.kind === 'passed' || verdict?.kind === 'failed'),
    );
  const runs = judged.length;
  const passed = judged.filter(({ verdict }) => verdict?.kind === 'passed').length;
  const atLeast = experimentStrength(passed, runs);
  const percent = `${Math.floor(atLeast * 100)} %`;
  const says =
    runs === 0
      ? `No experiment ${experiment} was judged since it was complete.`
      : `${passed} of ${runs} experiments ${experiment} passed since it was complete: that supports a reliability of at least ${percent} (95 % one-sided). It takes ${runsNeeded(0.95)} of ${runsNeeded(0.95)} to support 95 %.`;
  return { scenario: experiment, passed, runs, atLeast, says };
}
