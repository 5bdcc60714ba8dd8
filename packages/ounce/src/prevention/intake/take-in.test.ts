import fc from 'fast-check';
import { expect, test } from 'vitest';
import { systemClock } from '../../connectors/clock/index.ts';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { openLedger } from '../../ledger/index.ts';
import { correctIncident, openIncident, takeStep } from '../incidents/index.ts';
import { takeIn } from './take-in.ts';
import type { Told, ToldIncident } from './told.ts';

const startMs = Date.UTC(2026, 0, 1);
const incident: ToldIncident = {
  ...{
    type: 'queue_backlog',
    service: 'consumer',
    region: 'local',
    severity: 3,
    drill: false,
    summary: 'Deep.',
  },
  ...{ startedAtMs: startMs, detectedAtMs: startMs },
};

async function context() {
  const ledger = await openLedger({
    journal: createMemoryJournal(),
    readModelPath: ':memory:',
    clock: systemClock(),
  });
  return { ledger, clock: systemClock(), ownTypes: {} };
}

const about = { externalId: 'A', why: 'told', incident };
/** What a source tells of one incident, in the order in which it happened. */
const course: readonly Told[] = [
  { ...about, kind: 'open', atMs: startMs },
  { ...about, kind: 'acknowledge', atMs: startMs + 1000 },
  { ...about, kind: 'correct', atMs: startMs + 2000, changes: { severity: 2 } },
  { ...about, kind: 'mitigate', atMs: startMs + 3000 },
  { ...about, kind: 'resolve', atMs: startMs + 4000 },
];

test('in whatever pieces and however often it is told, one incident comes of it, with the same times', async () => {
  const deliveries = fc.array(fc.nat(course.length - 1), { maxLength: 12 });
  await fc.assert(
    fc.asyncProperty(deliveries, async (more) => {
      const { ledger, ...rest } = await context();
      const order = [...course.keys(), ...more.sort((a, b) => b - a)];
      for (const i of order)
        await takeIn({ ledger, ...rest }, { source: 'event', told: [course[i]!] }, 'test');
      expect(ledger.query.incidentCount()).toBe(1);
      expect(ledger.query.incidentByExternalId('event', 'A')).toMatchObject({
        ...{ severity: 2, acknowledgedAtMs: startMs + 1000, mitigatedAtMs: startMs + 3000 },
        resolvedAtMs: startMs + 4000,
      });
      const written = ledger.query.head().seq;
      await takeIn({ ledger, ...rest }, { source: 'event', told: course }, 'test');
      expect(ledger.query.head().seq).toBe(written);
      await ledger.close();
    }),
    { numRuns: 25 },
  );
});

test('what a person has corrected stays, whatever a source says later', async () => {
  const all = await context();
  await takeIn(all, { source: 'event', told: course.slice(0, 1) }, 'test');
  const { id } = all.ledger.query.incidentByExternalId('event', 'A')!;
  await correctIncident(all, { id, changes: { severity: 1 }, why: 'seen' }, 'local');
  const later: Told = {
    ...about,
    kind: 'correct',
    atMs: Date.now(),
    changes: { severity: 4, summary: 'New.' },
  };
  await takeIn(all, { source: 'event', told: [later] }, 'test');
  expect(all.ledger.query.incident(id)).toMatchObject({ severity: 1, summary: 'New.' });
});

test('a person’s steps and a source’s end in one timeline, oldest first', async () => {
  const all = await context();
  const { id } = await openIncident(
    all,
    {
      type: 'latency_spike',
      service: 'web',
      region: 'local',
      severity: 2,
      summary: 'Slow.',
      startedAtMs: startMs,
    },
    'local',
  );
  await takeStep(all, 'acknowledge', { id, why: 'Ana has it' }, 'local');
  await takeStep(all, 'resolve', { id, why: 'rolled back' }, 'local');
  await all.ledger.append([
    {
      atMs: startMs + 60_000,
      actor: 'ci',
      subject: 'web',
      kind: 'deploy.recorded',
      data: { service: 'web', version: '1.5' },
    },
    {
      atMs: startMs + 90_000,
      actor: 'local',
      subject: 'fleet',
      kind: 'freeze.set',
      data: { reason: 'looking' },
    },
    {
      atMs: startMs + 60_000,
      actor: 'ci',
      subject: 'api',
      kind: 'deploy.recorded',
      data: { service: 'api', version: '9' },
    },
  ]);
  const kinds = all.ledger.query.timeline({ incidentId: id }).map(({ kind }) => kind);
  expect(kinds).toEqual([
    ...['incident.opened', 'deploy.recorded', 'freeze.set', 'incident.opened'],
    ...['incident.acknowledged', 'incident.resolved'],
  ]);
  expect(all.ledger.query.timeline({ incidentId: 'INC-?' })).toEqual([]);
});
