import type { JournalEvent, NewEvent } from '@ounce/core';
import { expect, test } from 'vitest';
import { builtInScenarios } from '../experiments/index.ts';
import { Drills } from './drills.ts';
import { startMs, worldOf } from './test-service.ts';

const scenario = builtInScenarios.find(({ name }) => name === 'queue_backlog')!;
const local = (service: string) => ({ service, region: 'local' });
const consumer = local('pubsub-consumer');
const targets = { target: consumer, faultTarget: local('traffic') };
const experimentId = 'drill-1';
const at = (atMs: number) => ({ atMs: startMs + atMs, actor: 'local', subject: 'experiment' });

/** Steady for 10 s, faulty until 70 s, finished at 100 s. */
const events: readonly NewEvent[] = [
  {
    ...at(0),
    kind: 'experiment.started',
    data: { experimentId, scenario, targets, durationMs: 60_000, controls: 'on' },
  },
  { ...at(10_000), kind: 'experiment.fault_injected', data: { experimentId, faultId: 'a' } },
  { ...at(70_000), kind: 'experiment.fault_removed', data: { experimentId, faultId: 'a', why: 'over' } },
  {
    ...at(100_000),
    kind: 'experiment.finished',
    data: { experimentId, verdict: { kind: 'aborted', why: 'so', criteria: [] } },
  },
];

/** As they are followed live, and as a governor that starts later knows them. */
async function both(until: number): Promise<Drills[]> {
  const { ledger } = await worldOf();
  const live = new Drills();
  ledger.subscribe((written: readonly JournalEvent[]) => {
    for (const event of written) live.follow(event);
  });
  await ledger.append(events.slice(0, until));
  const later = new Drills();
  later.restore(ledger.query.experiments().items);
  return [live, later];
}

test('what begins under a fault, and for a minute after the end, comes of the drill; before it, nothing does', async () => {
  for (const drills of await both(4)) {
    const isDrill = (ms: number) => drills.at(consumer, startMs + ms) === experimentId;
    expect([9_999, 10_000, 100_000, 160_000, 160_001].map(isDrill)).toEqual([false, true, true, true, false]);
  }
});

test('as long as it has no end, everything from the fault on comes of it', async () => {
  for (const drills of await both(3)) expect(drills.at(consumer, startMs + 9_000_000)).toBe(experimentId);
});

test('its span is from the fault to a minute after the end, or until now while it has none', async () => {
  const spanOf = (drills: Drills) => drills.spans(consumer, startMs, startMs + 90_000);
  for (const drills of await both(4)) {
    expect(spanOf(drills)).toEqual([{ startMs: startMs + 10_000, endMs: startMs + 160_000 }]);
    expect(drills.spans(consumer, startMs + 160_001, startMs + 200_000)).toEqual([]);
    expect(drills.spans(local('customer-profile'), startMs, startMs + 90_000)).toEqual([]);
  }
  for (const drills of await both(3))
    expect(spanOf(drills)).toEqual([{ startMs: startMs + 10_000, endMs: startMs + 90_000 }]);
  for (const drills of await both(1)) expect(spanOf(drills)).toEqual([]);
});

test('an experiment that has injected nothing has caused nothing', async () => {
  for (const drills of await both(1)) expect(drills.at(consumer, startMs + 20_000)).toBeUndefined();
});

test('it touches its targets and what its scenario also affects, and nothing else', async () => {
  for (const drills of await both(4)) {
    const isTouched = (service: string) => drills.at(local(service), startMs + 20_000) !== undefined;
    expect(['pubsub-consumer', 'traffic', 'gateway', 'customer-profile'].map(isTouched)).toEqual([
      ...[true, true, true, false],
    ]);
  }
});
