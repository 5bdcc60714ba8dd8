import type { ActionRecord } from '../../api/types.ts';

/** Records that say the same thing in a row, as one: the newest, and how many there were since when. */
export interface ActionGroup {
  readonly newest: ActionRecord;
  readonly count: number;
  readonly firstAtMs: number;
}

function saysTheSame(a: ActionRecord, b: ActionRecord): boolean {
  return (
    a.outcome !== 'taken' && a.outcome === b.outcome && a.because === b.because && a.control === b.control
  );
}

/**
 * Folds runs of what was held back (or failed) for the same reason: a control at its ceiling says so every few seconds,
 * and would bury what was done. Actions that were taken are never folded. Takes and gives newest first.
 */
export function groupActions(records: readonly ActionRecord[]): ActionGroup[] {
  const groups: ActionGroup[] = [];
  for (const record of records) {
    const last = groups.at(-1);
    if (last && saysTheSame(last.newest, record)) {
      groups[groups.length - 1] = { newest: last.newest, count: last.count + 1, firstAtMs: record.atMs };
    } else groups.push({ newest: record, count: 1, firstAtMs: record.atMs });
  }
  return groups;
}
