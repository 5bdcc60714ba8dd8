import { beforeEach, describe, expect, test } from 'vitest';
import {
  type FakeWorld,
  fakeWorld,
  request,
  scenario,
  startMs,
} from '../../test/integration/experiments/fake-world.ts';

let world: FakeWorld;
beforeEach(async () => {
  world = await fakeWorld();
});

describe('an experiment is refused', () => {
  const because = () => world.experiments.refusal(scenario);

  test('never without a reason', () => {
    expect(because()).toBeUndefined();
  });

  test.each(['consumer', 'traffic'])('when %s is not marked for it', (service) => {
    world.allowed = (name) => name !== service;
    expect(because()).toContain(`${service} is not marked \`chaos: 'allowed'\``);
  });

  test('on an empty target set', () => {
    world.shown.replicas = 0;
    expect(because()).toBe(
      'No replica of consumer@local is ready (there is none): there is nothing to experiment on. Try again when one is.',
    );
  });

  test('when it is not known what runs', () => {
    world.shown.replicas = undefined;
    const unknown = 'It is not known what runs of consumer@local: ';
    expect(because()).toContain(`${unknown}its platform has not answered since the start.`);
    world.shown.status = { atMs: startMs - 60_000, desired: 1, instances: [] };
    expect(because()).toContain(`${unknown}its platform has not answered for 60 s.`);
    world.shown.status = { atMs: startMs - 1_000, desired: 1, instances: [] };
    expect(because()).toContain(`${unknown}an order was given 1 s ago`);
  });

  test('while everything is frozen', () => {
    world.shown.freeze = { kind: 'frozen', by: 'ada', reason: 'migration', sinceMs: startMs };
    expect(because()).toBe('Everything is frozen by ada (migration). Lift it with `ounce unfreeze`.');
  });

  test.each([
    ['consumer', 2, false, true],
    ['traffic', 3, true, true],
    ['elsewhere', 2, false, false],
    ['elsewhere', 1, false, true],
    ['elsewhere', 1, true, false],
  ] as const)(
    'an incident on %s of severity %i (a drill: %s) is in the way: %s',
    async (service, severity, drill, isRefused) => {
      const times = { startedAtMs: startMs, detectedAtMs: startMs };
      const data = {
        id: 'i1',
        type: 'queue_backlog',
        service,
        region: 'local',
        severity,
        drill,
        summary: 'deep',
        ...times,
      };
      await world.ledger.append([
        { atMs: startMs, actor: 'governor', subject: 'incident:i1', kind: 'incident.opened', data },
      ]);
      expect(because() !== undefined).toBe(isRefused);
    },
  );

  test('during an open incident', async () => {
    const incident = {
      id: 'i1',
      type: 'queue_backlog',
      service: 'consumer',
      region: 'local',
      severity: 2,
      drill: false,
      summary: 'deep',
      startedAtMs: startMs,
      detectedAtMs: startMs,
    } as const;
    const by = { atMs: startMs, actor: 'governor', subject: 'incident:i1' };
    await world.ledger.append([{ ...by, kind: 'incident.opened', data: incident }]);
    expect(because()).toContain('There is an open incident on consumer@local: deep');
    await world.ledger.append([
      { ...by, kind: 'incident.resolved', data: { incidentId: 'i1', why: 'normal again' } },
    ]);
    expect(because()).toBeUndefined();
  });

  test('while another one runs on its targets', () => {
    const run = world.experiments.start(request);
    expect(because()).toContain(`consumer@local is already under experiment ${run.plan.experimentId}. Wait`);
    expect(() => world.experiments.start(request)).toThrow('is already under experiment');
  });

  test('when there is no such scenario, with those there are', () => {
    expect(() => world.experiments.start({ ...request, scenario: 'small' })).toThrow(
      'There is no scenario "small". Known are: small_backlog.',
    );
  });
});
