import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { systemClock } from '../../../connectors/clock/index.ts';
import { createMemoryJournal } from '../../../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../../../ledger/index.ts';
import type { IncidentContext } from '../context.ts';
import { correctIncident, takeStep } from '../index.ts';
import type { ImportedIncident } from './imported-incident.ts';
import { takeImport } from './take-import.ts';

let ledger: Ledger;
let context: IncidentContext;
beforeEach(async () => {
  const clock = systemClock();
  ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  context = { ledger, clock, ownTypes: { outage: 'Outage' } };
});
afterEach(() => ledger.close());

const startMs = Date.UTC(2026, 0, 1);
const source = 'page';

function imported(more: Partial<ImportedIncident> = {}): ImportedIncident {
  return {
    ...{ externalId: 'page/1', assumed: [], type: 'outage', service: 'web', region: 'local', severity: 3 },
    ...{ drill: false, summary: 'Down.', startedAtMs: startMs, detectedAtMs: startMs, ...more },
  };
}

const take = (...incidents: ImportedIncident[]) => takeImport(context, { source, incidents }, 'local');
const known = () => ledger.query.incidentByExternalId('import', 'page/1')!;

describe('read again', () => {
  test('the same is not written, an end that has come is a step, and what differs is one correction', async () => {
    expect(await take(imported())).toEqual({ opened: 1, changed: 0, unchanged: 0 });
    expect(await take(imported())).toEqual({ opened: 0, changed: 0, unchanged: 1 });
    const now = imported({ resolvedAtMs: startMs + 1000, severity: 2, summary: 'Was down.' });
    expect(await take(now)).toEqual({ opened: 0, changed: 1, unchanged: 0 });
    expect(ledger.query.incidentSteps(known().id).map(({ kind, source }) => [kind, source])).toEqual([
      ['incident.resolved', 'import'],
      ['incident.corrected', 'import'],
    ]);
    expect(await take(now)).toEqual({ opened: 0, changed: 0, unchanged: 1 });
  });

  test('what was only assumed corrects nothing, and nor does anything that a person has said', async () => {
    await take(imported());
    const { id } = known();
    await takeStep(context, 'resolve', { id, why: 'seen', atMs: startMs + 5000 }, 'local');
    await correctIncident(context, { id, changes: { severity: 1 }, why: 'seen' }, 'local');
    const later = { severity: 4, resolvedAtMs: startMs + 9000, type: 'latency_spike' } as const;
    expect(await take(imported({ ...later, assumed: ['type'] }))).toMatchObject({ changed: 0 });
    expect(known()).toMatchObject({ severity: 1, resolvedAtMs: startMs + 5000, type: 'outage' });
  });

  test('two rows of one incident in one batch: the later one says how it is', async () => {
    const both = await take(imported(), imported({ resolvedAtMs: startMs + 1000 }));
    expect(both).toEqual({ opened: 1, changed: 1, unchanged: 0 });
    expect(known().resolvedAtMs).toBe(startMs + 1000);
  });
});

test('a batch with one incident that cannot be is refused as a whole', async () => {
  const bad = imported({ externalId: 'page/2', resolvedAtMs: startMs - 1 });
  await expect(take(imported(), bad)).rejects.toMatchObject({ code: 'OUNCE_E_BAD_REQUEST' });
  await expect(take(imported({ type: 'outrage' }))).rejects.toThrow('the nearest is outage');
  expect(ledger.query.head().seq).toBe(0);
});

test('the window that was watched is kept with the last batch; a dry run keeps nothing', async () => {
  const done = { sinceMs: startMs, untilMs: startMs + 1000, rows: 1, rejected: 2, services: ['web'] };
  await takeImport(context, { source, incidents: [imported()], dryRun: true, done }, 'local');
  expect(ledger.query.imports()).toEqual([]);
  await takeImport(context, { source, incidents: [imported()], done }, 'local');
  expect(ledger.query.imports({ source })).toMatchObject([
    { ...done, source, importId: expect.stringMatching(/^IMP-/) },
  ]);
  expect(ledger.query.imports({ source: 'another' })).toEqual([]);
  const never = { ...done, untilMs: startMs };
  await expect(takeImport(context, { source, incidents: [], done: never }, 'local')).rejects.toThrow(
    'window',
  );
});
