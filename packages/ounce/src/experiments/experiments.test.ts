import { beforeEach, describe, expect, test } from 'vitest';
import {
  type FakeWorld,
  fakeWorld,
  request,
  scenario,
  startMs,
} from '../../test/integration/experiments/fake-world.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import type { Journal } from '../ports/index.ts';
import type { ExperimentRun } from './index.ts';

let world: FakeWorld;
beforeEach(async () => {
  world = await fakeWorld();
});

/** Lets virtual time go by. */
const pass = (ms: number) => world.clock.runUntil(world.clock.sleep(ms));

async function finished(run: ExperimentRun): Promise<ExperimentRun> {
  for (let i = 0; run.phase !== 'finished' && i < 400; i++) await pass(500);
  return run;
}

/** Starts an experiment and lets time pass until its fault is held. */
async function underFault(detach = true): Promise<ExperimentRun> {
  const run = world.experiments.start({ ...request, detach, durationMs: 60_000 });
  for (let i = 0; world.agent.held.size === 0 && i < 40; i++) {
    world.experiments.touch(run.plan.experimentId);
    await pass(500);
  }
  return run;
}

async function eventKinds(journal: Journal): Promise<string[]> {
  const kinds: string[] = [];
  for await (const { kind } of journal.read(0)) kinds.push(kind);
  return kinds;
}

describe('an experiment that goes well', () => {
  test('holds the fault for its time, sees it, and passes once normal has held', async () => {
    const run = await finished(world.experiments.start(request));
    expect(run.verdict).toMatchObject({
      kind: 'passed',
      peakDepth: 200,
      peakReplicas: 2,
      steadyDepth: 10,
      messages: { accepted: 0, handledDistinct: 0 },
    });
    expect(run.verdict?.normalAfterStartMs).toBeGreaterThanOrEqual(5_000);
    expect(run.verdict?.normalAfterEndMs).toBeLessThanOrEqual(1_000);
    expect(await world.agent.active()).toEqual([]);
    expect(world.trials).toEqual([`begin ${run.plan.experimentId}`, `end ${run.plan.experimentId}`]);
  });

  test('writes its steps into the journal in order, and the ledger has its end', async () => {
    const journal = createMemoryJournal();
    world = await fakeWorld(journal);
    const run = await finished(world.experiments.start(request));
    expect(await eventKinds(journal)).toEqual([
      'experiment.started',
      'experiment.fault_injected',
      'experiment.fault_removed',
      'experiment.finished',
    ]);
    expect(world.ledger.query.experiment(run.plan.experimentId)?.verdict?.kind).toBe('passed');
  });

  test('is shown for a minute after its end, and no longer', async () => {
    const run = await finished(world.experiments.start(request));
    expect(world.experiments.shown).toBe(run);
    await pass(61_000);
    expect(world.experiments.shown).toBeUndefined();
  });

  test('two that start within one second have ids, and so faults, of their own', async () => {
    const first = world.experiments.start(request);
    first.abort('changed my mind');
    await pass(0);
    const second = world.experiments.start(request);
    expect(first.plan.experimentId).toBe('small_backlog-20260105T090000');
    expect(second.plan.experimentId).toBe('small_backlog-20260105T090000-2');
  });
});

describe('a fault without effect', () => {
  test('ends invalid as soon as everything was read after it, and says how far it came', async () => {
    world.shown.depth = () => (world.agent.held.size > 0 ? 64 : 10);
    const run = await finished(world.experiments.start(request));
    expect(run.verdict).toMatchObject({
      kind: 'invalid',
      why: 'The fault had no visible effect (queueDepth above 100: it came to 64), so this says nothing.',
    });
    expect(run.verdict?.criteria[0]?.says).toContain('nothing left its normal');
    expect(run.finishedAtMs! - run.seen.faultEndedAtMs!).toBeLessThanOrEqual(2_000);
  });
});

describe('nothing is injected', () => {
  test('before the steady state has held', async () => {
    world.shown.depth = () => 150;
    const run = await finished(world.experiments.start(request));
    expect(run.verdict).toMatchObject({ kind: 'aborted' });
    expect(run.verdict?.why).toContain(
      'The steady state did not hold, so nothing was injected. queueDepth is 150',
    );
    expect(world.agent.holds).toBe(0);
  });

  test('when the steady state cannot be read: missing is not normal', async () => {
    world.shown.depth = () => undefined;
    const run = await finished(world.experiments.start(request));
    expect(run.verdict?.why).toContain('stale');
    expect(world.agent.holds).toBe(0);
  });

  test('after a freeze that came while the steady state was awaited', async () => {
    const run = world.experiments.start(request);
    await pass(1_000);
    world.shown.freeze = { kind: 'frozen', by: 'ada', reason: 'migration', sinceMs: startMs };
    await finished(run);
    expect(run.verdict).toMatchObject({ kind: 'aborted', why: 'Everything was frozen (migration).' });
    expect(world.agent.holds).toBe(0);
  });
});

describe('the fault is gone within 5 s', () => {
  const gone = async () => {
    await pass(5_000);
    return (await world.agent.active()).length === 0;
  };

  test('of an abort', async () => {
    const run = await underFault();
    run.abort('Ctrl-C');
    expect(await gone()).toBe(true);
    expect(run.verdict).toMatchObject({ kind: 'aborted', why: 'Ctrl-C' });
  });

  test('of nobody watching an attached experiment any more', async () => {
    const run = await underFault(false);
    expect(await gone()).toBe(true);
    expect(run.verdict?.why).toBe('Whoever started it is gone, so it was ended.');
  });

  test('of a freeze', async () => {
    const run = await underFault();
    world.shown.freeze = { kind: 'frozen', by: 'ada', reason: 'stop', sinceMs: startMs };
    expect(await gone()).toBe(true);
    expect(run.verdict?.why).toBe('Everything was frozen (stop).');
  });

  test('of a broken abort condition', async () => {
    const run = await underFault();
    world.shown.depth = () => 5_000;
    expect(await gone()).toBe(true);
    expect(run.verdict?.why).toContain('An abort condition holds: queueDepth is 5,000');
  });

  test('of the governor being stopped', async () => {
    await underFault();
    await world.clock.runUntil(world.experiments.stop());
    expect(await world.agent.active()).toEqual([]);
  });

  test('of a governor that vanishes, because nobody renews', async () => {
    world.agent.behaviour = 'renews nothing';
    await underFault();
    expect(await gone()).toBe(true);
  });

  test('of an abort, although whoever counts messages never answers', async () => {
    const run = await underFault();
    world.agent.accounting = () => new Promise(() => {});
    await pass(3_000);
    run.abort('Ctrl-C');
    expect(await gone()).toBe(true);
  });
});

describe('a verdict other than passed', () => {
  test('invalid: the fault moved nothing', async () => {
    world.shown.depth = () => 10;
    const run = await finished(world.experiments.start(request));
    expect(run.verdict?.kind).toBe('invalid');
  });

  test('failed: normal does not come back', async () => {
    world.shown.depth = () => (world.agent.holds > 0 ? 500 : 10);
    const run = await finished(world.experiments.start(request));
    expect(run.verdict).toMatchObject({ kind: 'failed' });
  });

  test('aborted: the target does not take the fault', async () => {
    world.agent.behaviour = 'refuses';
    const run = await finished(world.experiments.start(request));
    expect(run.verdict).toMatchObject({ kind: 'aborted', why: 'the target takes no faults' });
  });

  test('not rolled back: the target never releases; recover removes it later and says so once', async () => {
    const run = await underFault();
    world.agent.behaviour = 'never releases';
    run.abort('enough');
    await finished(run);
    expect(run.verdict?.kind).toBe('not_rolled_back');
    const { query } = world.ledger;
    expect(query.experiment(run.plan.experimentId)?.faults[0]?.removedAtMs).toBeUndefined();
    expect(world.experiments.refusal(scenario)).toContain('could not be seen to be gone from traffic@local');
    const recover = () => world.clock.runUntil(world.experiments.recover('ada'));
    expect(await recover()).toEqual({ removed: [], notRemoved: run.faultIds });
    world.agent.behaviour = 'obeys';
    expect(await recover()).toEqual({ removed: run.faultIds, notRemoved: [] });
    expect(await recover()).toEqual({ removed: [], notRemoved: [] });
    expect(query.experiment(run.plan.experimentId)?.faults[0]?.removedAtMs).toBeDefined();
  });

  test('not rolled back: a target that never answers is not taken for one that let go', async () => {
    const run = await underFault();
    world.agent.behaviour = 'never answers';
    run.abort('enough');
    await finished(run);
    expect(run.verdict?.kind).toBe('not_rolled_back');
  });
});

describe('recovery', () => {
  test('aborts what runs and tells which faults it removed', async () => {
    const run = await underFault();
    const recovery = await world.clock.runUntil(world.experiments.recover('ada'));
    expect(recovery).toEqual({ removed: run.faultIds, notRemoved: [] });
    expect(run.verdict).toMatchObject({ kind: 'aborted', why: 'ada asked for recovery.' });
  });

  test('closes what a killed governor has left open, when the next one begins', async () => {
    const journal = createMemoryJournal();
    world = await fakeWorld(journal);
    const run = await underFault();
    const { clock, agent } = world;
    // The first life is simply never asked again; its renewals must not reach the target.
    agent.behaviour = 'renews nothing';
    const next = await fakeWorld(journal, clock, agent);
    const id = run.plan.experimentId;
    expect(next.ledger.query.experiment(id)?.verdict).toBeUndefined();
    expect(next.experiments.refusal(scenario)).toContain('could not be seen to be gone');
    next.experiments.begin();
    await pass(10_000);
    expect(next.ledger.query.experiment(id)?.verdict).toMatchObject({
      kind: 'aborted',
      why: 'The governor stopped while it ran.',
    });
    expect(await agent.active()).toEqual([]);
    expect(next.experiments.refusal(scenario)).toBeUndefined();
  });

  test('a journal that cannot be written ends the experiment without a verdict and without a fault', async () => {
    const journal = createMemoryJournal();
    let isBroken = false;
    const breaking: Journal = {
      ...journal,
      append: async (events, options) => {
        if (isBroken) throw new Error('the disk is full');
        return journal.append(events, options);
      },
    };
    world = await fakeWorld(breaking);
    const run = await underFault();
    isBroken = true;
    run.abort('enough');
    await finished(run);
    expect(run.verdict).toBeUndefined();
    expect(await world.agent.active()).toEqual([]);
  });
});
