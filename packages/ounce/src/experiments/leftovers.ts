import type { NewEvent, Verdict } from '@ounce/core';
import type { ExperimentRecord } from '../ledger/index.ts';
import { releaseFault } from './lease.ts';
import type { RunnerParts } from './runner.ts';

export interface Recovery {
  /** Ids of the faults that are seen to be gone. */
  readonly removed: readonly string[];
  /** Ids of those that are not: their target does not answer. */
  readonly notRemoved: readonly string[];
}

/** Only the newest experiments are looked through for faults that were never seen to be gone. */
const lookedThrough = 100;

/**
 * Experiments that an earlier governor (or a journal that could not be written) left without an end, and those that ended
 * with a fault that could not be seen to be gone.
 */
export function leftoversOf(
  { ledger }: Pick<RunnerParts, 'ledger'>,
  isRunning: (experimentId: string) => boolean,
): ExperimentRecord[] {
  const { items: unfinished } = ledger.query.experiments({ running: true });
  const { items: unsafe } = ledger.query.experiments({ verdict: 'not_rolled_back', limit: lookedThrough });
  return [
    ...unfinished.filter(({ id }) => !isRunning(id)),
    ...unsafe.filter((record) => faultsLeft(record).length > 0),
  ];
}

function faultsLeft({ faults }: ExperimentRecord): string[] {
  return faults.filter((fault) => fault.removedAtMs === undefined).map((fault) => fault.faultId);
}

/** Removes what is left of one experiment, and closes its record once everything is seen to be gone. Idempotent. */
export async function cleanUp(
  record: ExperimentRecord,
  { agent, clock, ledger }: Pick<RunnerParts, 'agent' | 'clock' | 'ledger'>,
  actor: string,
): Promise<Recovery> {
  const { id: experimentId, targets } = record;
  const left = faultsLeft(record);
  const gone = await Promise.all(left.map((id) => releaseFault(agent, clock, targets.faultTarget, id)));
  const removed = left.filter((_, i) => gone[i]);
  const notRemoved = left.filter((_, i) => !gone[i]);
  const why = 'The governor stopped while it ran.';
  const by = { atMs: clock.nowMs(), actor, subject: `experiment:${experimentId}` };
  const events: NewEvent[] = removed.map((faultId) => ({
    ...by,
    kind: 'experiment.fault_removed',
    data: { experimentId, faultId, why },
  }));
  if (notRemoved.length === 0 && record.finishedAtMs === undefined) {
    const verdict: Verdict = { kind: 'aborted', why, criteria: [] };
    events.push({ ...by, kind: 'experiment.finished', data: { experimentId, verdict } });
  }
  if (events.length > 0) await ledger.append(events);
  return { removed, notRemoved };
}
