import { createHash } from 'node:crypto';
import { type HistoryImport, type NewEvent, OunceError } from '@ounce/core';
import { appendPlanned } from '../append-planned.ts';
import { checkTimes } from '../check-times.ts';
import type { IncidentContext } from '../context.ts';
import { checkType } from '../incident-types.ts';
import type { ImportedIncident } from './imported-incident.ts';
import { type ImportCounts, planImport } from './plan-import.ts';

/** A part of a history, or its end. */
export interface ImportBatch {
  readonly source: string;
  readonly incidents: readonly ImportedIncident[];
  /** Only says what would be done. */
  readonly dryRun?: boolean | undefined;
  /** With the last batch: the window that was watched, so that rates can be counted. */
  readonly done?: Omit<HistoryImport, 'importId' | 'source'> | undefined;
}

/** Takes one batch in, all of it or nothing; again changes nothing. Throws OUNCE_E_BAD_REQUEST for what cannot be. */
export async function takeImport(
  { ledger, clock, ownTypes }: IncidentContext,
  { source, incidents, dryRun = false, done }: ImportBatch,
  actor: string,
): Promise<ImportCounts> {
  const nowMs = clock.nowMs();
  for (const incident of incidents) {
    checkType(incident.type, ownTypes);
    checkTimes(incident, nowMs);
  }
  if (done && done.sinceMs >= done.untilMs)
    throw new OunceError('OUNCE_E_BAD_REQUEST', 'The window of an import must begin before it ends.');
  if (dryRun) return planImport(ledger.query, incidents, { actor, nowMs }).result;
  return appendPlanned(ledger, () => {
    const { events, result } = planImport(ledger.query, incidents, { actor, nowMs });
    if (done) events.push(ending(source, done, ledger.query.head().hash, { actor, nowMs }));
    return { events, result };
  });
}

function ending(
  source: string,
  done: NonNullable<ImportBatch['done']>,
  headHash: string,
  { actor, nowMs }: { actor: string; nowMs: number },
): NewEvent {
  const hash = createHash('sha256')
    .update(JSON.stringify([source, done, headHash]))
    .digest('hex');
  const importId = `IMP-${hash.slice(0, 12).toUpperCase()}`;
  const data = { importId, source, ...done };
  return { atMs: nowMs, actor, subject: `import:${importId}`, kind: 'history.imported', data };
}
