import type { ReportPeriod, TimeSpan } from '@ounce/core';
import type { Ledger } from '../../ledger/index.ts';

/** Which share of the period was watched, and by what: a sentence each. */
export function coverageOf(
  { query }: Pick<Ledger, 'query'>,
  { startMs, endMs }: ReportPeriod,
  nowMs: number,
): string[] {
  const untilMs = Math.min(endMs, nowMs);
  const watched = watchedShare(query.governorRuns(), startMs, untilMs);
  const says = [
    watched === 0
      ? 'No governor was running in this period.'
      : `A governor was running for ${percent(watched)} of this period.`,
  ];
  for (const { source, sinceMs, untilMs: until, rows, unwatched } of query.imports())
    if (sinceMs < endMs && until > startMs)
      says.push(
        `Imported history from ${source} covers ${percent(overlap(sinceMs, until, startMs, untilMs) - gaps(unwatched, startMs, untilMs))} of it (${rows} rows).`,
      );
  if (endMs > nowMs) says.push('The period is not over yet: figures can still change.');
  if (says.length === 1 && watched === 0)
    says.push('What happened then is not known; a zero below may mean that nobody looked.');
  return says;
}

/** Times within an import's window in which nobody watched, as a share of the period. */
function gaps(unwatched: readonly TimeSpan[], startMs: number, endMs: number): number {
  return unwatched.reduce((sum, gap) => sum + overlap(gap.startMs, gap.endMs, startMs, endMs), 0);
}

function watchedShare(
  runs: readonly { atMs: number; kind: 'started' | 'stopped'; governor: string }[],
  startMs: number,
  endMs: number,
): number {
  const up = new Set<string>();
  let [watched, sinceMs] = [0, Number.NEGATIVE_INFINITY];
  const add = (untilMs: number) => {
    if (up.size > 0) watched += Math.max(0, Math.min(untilMs, endMs) - Math.max(sinceMs, startMs));
    sinceMs = untilMs;
  };
  for (const { atMs, kind, governor } of runs) {
    add(atMs);
    if (kind === 'started') up.add(governor);
    else up.delete(governor);
  }
  add(endMs);
  return endMs > startMs ? watched / (endMs - startMs) : 0;
}

const overlap = (sinceMs: number, untilMs: number, startMs: number, endMs: number) =>
  Math.max(0, Math.min(untilMs, endMs) - Math.max(sinceMs, startMs)) / Math.max(1, endMs - startMs);

const percent = (share: number) => `${Math.round(1000 * share) / 10} %`;
