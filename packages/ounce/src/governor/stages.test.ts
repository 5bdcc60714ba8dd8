import { ActionLog, detectionRule, initialDetectionState, OunceError } from '@ounce/core';
import { describe, expect, it } from 'vitest';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import { decide } from './decide.ts';
import { type DrillAt, detectIncidents } from './detect.ts';
import { grade } from './grade.ts';
import { observe, viewOf } from './observe.ts';
import { Recorder } from './record.ts';
import { refill, restore } from './restore.ts';
import { createService } from './service.ts';
import { decisionOf, obedientControl, refresh, serviceOf, startMs, worldOf } from './test-service.ts';
import { limited, within } from './within.ts';

const never = new Promise<never>(() => {});

describe('deciding', () => {
  it('asks every control that is not off and keeps its state', () => {
    const service = serviceOf();
    const [running] = service.controls;
    const view = viewOf(service, startMs);
    expect(decide(service, view, () => true)).toEqual([]);
    expect(running!.state).toBe(0);
    expect(decide(service, view, () => false)).toHaveLength(1);
    expect(running!.state).toBe(1);
  });

  it('keeps every wish and one hold a minute for grading, and never more than 64', () => {
    const service = serviceOf();
    const [running] = service.controls;
    for (let i = 0; i < 13; i++) decide(service, viewOf(service, startMs + i * 10_000), () => false);
    expect(running!.ungraded.map(({ atMs }) => atMs - startMs)).toEqual([0, 60_000, 120_000]);
    for (let i = 2; i < 100; i++) decide(service, viewOf(service, startMs + i * 60_000), () => false);
    expect(running!.ungraded).toHaveLength(64);
  });
});

describe('grading', () => {
  const graded = async (
    outcome: 'true_positive' | 'false_negative' | 'true_negative',
    kind: 'hold' | 'scale',
    drillAt: DrillAt = () => undefined,
  ) => {
    const { ledger } = await worldOf();
    const control = obedientControl({
      grade: ({ id }, { nowMs }) => ({ decisionId: id, atMs: nowMs, outcome, why: 'so it is' }),
    });
    const service = serviceOf({ control });
    const action = kind === 'hold' ? ({ kind } as const) : ({ kind, from: 1, to: 2 } as const);
    service.controls[0]!.ungraded.push(decisionOf(service.ref, action, startMs));
    const early = grade(service, viewOf(service, startMs + 59_999), ledger.rollups, drillAt);
    const events = grade(service, viewOf(service, startMs + 60_000), ledger.rollups, drillAt);
    const again = grade(service, viewOf(service, startMs + 70_000), ledger.rollups, drillAt);
    expect([...early, ...again]).toEqual([]);
    return { events, row: ledger.rollups.rows()[0] };
  };

  it('happens once, when its time has come, and is kept for wishes', async () => {
    const { events, row } = await graded('true_positive', 'scale');
    expect(events).toMatchObject([
      { kind: 'decision.graded', data: { grade: { outcome: 'true_positive' } } },
    ]);
    expect(row).toMatchObject({ truePositives: 1 });
  });

  it('of an answer to a drill is kept with the drill, and not counted', async () => {
    const { events, row } = await graded('true_positive', 'scale', (atMs) =>
      atMs === startMs ? 'drill-1' : undefined,
    );
    expect(events).toMatchObject([{ kind: 'decision.graded', data: { experimentId: 'drill-1' } }]);
    expect(row).toBeUndefined();
  });

  it('of a hold is counted, and kept only when it missed something', async () => {
    expect(await graded('true_negative', 'hold')).toMatchObject({ events: [], row: { trueNegatives: 1 } });
    expect((await graded('false_negative', 'hold')).events).toHaveLength(1);
  });
});

describe('restoring', () => {
  it('fills the windows with what was read lately, and no more', () => {
    const service = serviceOf();
    const [first] = service.series;
    const timesMs = [startMs - 20_000, startMs - 10_000];
    refill(
      new Map([[service.key, service]]),
      {
        record: () => true,
        readings: ({ series }) =>
          series === first?.name ? { timesMs, values: [1, 2] } : { timesMs: [], values: [] },
      },
      startMs,
    );
    expect(first?.window.timesMs).toEqual(Float64Array.from(timesMs));
    expect(service.readyReplicas.lastValue).toBeUndefined();
  });

  it('keeps an open incident open and lets cooldowns go on', async () => {
    const { ledger } = await worldOf();
    const rule = detectionRule('queue_backlog');
    const service = createService({ ...serviceOf().spec, detections: [rule] });
    const by = { atMs: startMs, actor: 'governor', subject: service.key };
    const incident = {
      ...service.ref,
      id: 'one',
      type: rule.incidentType,
      severity: rule.severity,
      drill: false,
      summary: 'deep',
      startedAtMs: startMs,
      detectedAtMs: startMs,
    };
    const action = { kind: 'scale', from: 1, to: 2 } as const;
    const decision = decisionOf(service.ref, action, startMs);
    await ledger.append([
      { ...by, kind: 'incident.opened', data: incident },
      { ...by, kind: 'action.taken', data: { decision, action, why: 'so' } },
    ]);
    const log = new ActionLog();
    restore(new Map([[service.key, service]]), ledger.query, log, startMs);
    expect(service.detections[0]!.state).toMatchObject({
      kind: 'open',
      incidentId: 'one',
      startedAtMs: startMs,
    });
    expect(log.recent(service.ref, startMs + 1).lastOutAtMs).toBe(startMs);
  });

  const rule = detectionRule('queue_backlog', {
    ...{ above: 200, forMs: 20_000, normalBelow: 100, normalForMs: 30_000 },
  });
  /** A service whose window holds these depths, one every 10 s until `startMs`, as an earlier governor has read them. */
  const refilled = (depths: readonly number[]) => {
    const service = createService({ ...serviceOf().spec, detections: [rule] });
    for (const [i, depth] of depths.entries())
      service.series[0]!.push(startMs - 10_000 * (depths.length - 1 - i), depth, startMs);
    return service;
  };
  /** What it says of the next depths, read every 10 s from `startMs` on. */
  const saidOf = (service: ReturnType<typeof refilled>, depths: readonly number[]) =>
    depths.flatMap((depth, i) => {
      const nowMs = startMs + 10_000 * (i + 1);
      service.series[0]!.push(nowMs, depth, nowMs);
      return detectIncidents(service, viewOf(service, nowMs), () => undefined);
    });

  it('opens no incident again that was over before', async () => {
    const { ledger } = await worldOf();
    const service = refilled([0, 900, 900, 900, 900, 0, 0, 0, 0, 0]);
    restore(new Map([[service.key, service]]), ledger.query, new ActionLog(), startMs);
    expect(saidOf(service, [0, 0])).toEqual([]);
  });

  it('opens none that a person has closed, until it has lasted as long again', async () => {
    const { ledger } = await worldOf();
    const service = refilled([0, 900, 900, 900, 900]);
    restore(new Map([[service.key, service]]), ledger.query, new ActionLog(), startMs);
    expect(saidOf(service, [900, 900])).toEqual([]);
    expect(saidOf(service, [900, 900, 900])).toHaveLength(1);
  });

  it('closes no open incident with readings from before it, and knows its peak', async () => {
    const { ledger } = await worldOf();
    const service = refilled([0, 0, 0, 0, 0, 300, 700, 500]);
    const startedAtMs = startMs - 20_000;
    const facts = { ...service.ref, type: rule.incidentType, severity: rule.severity, summary: 'deep' };
    await ledger.append([
      {
        ...{ atMs: startMs, actor: 'governor', subject: service.key, kind: 'incident.opened' },
        data: { ...facts, id: 'one', drill: false, startedAtMs, detectedAtMs: startMs },
      },
    ]);
    restore(new Map([[service.key, service]]), ledger.query, new ActionLog(), startMs);
    expect(saidOf(service, [400])).toEqual([]);
    expect(saidOf(service, [400, 400, 0])).toMatchObject([
      { kind: 'incident.mitigated', data: { incidentId: 'one', why: expect.stringContaining('700') } },
    ]);
  });

  it('goes on with a suspicion', async () => {
    const { ledger } = await worldOf();
    const service = refilled([0, 900, 900]);
    restore(new Map([[service.key, service]]), ledger.query, new ActionLog(), startMs);
    expect(saidOf(service, [900])).toMatchObject([
      { kind: 'incident.opened', data: { startedAtMs: startMs - 10_000 } },
    ]);
  });

  it('leaves services alone of which the ledger knows nothing', async () => {
    const { ledger } = await worldOf();
    const service = createService({ ...serviceOf().spec, detections: [detectionRule('queue_backlog')] });
    restore(new Map([[service.key, service]]), ledger.query, new ActionLog(), startMs);
    expect(service.detections[0]!.state).toEqual(initialDetectionState);
  });
});

describe('observing', () => {
  const { signal } = new AbortController();
  const status = {
    atMs: startMs,
    desired: 2,
    instances: [
      { id: 'a', state: 'ready', startedAtMs: startMs - 9_000, readyAtMs: startMs - 4_000, restarts: 0 },
    ],
  } as const;

  it('times each start once and forgets an answer that is too old, or from a future that a clock set back has made', async () => {
    const service = serviceOf();
    for (let i = 0; i < 3; i++) await observe(service, { status: async () => status }, signal);
    expect(viewOf(service, startMs).readyBefore?.values.length).toBe(1);
    expect(service.startupTimesMs).toEqual([5_000]);
    expect(viewOf(service, startMs + 15_000).replicas).toEqual({ desired: 2, ready: 1, starting: 0 });
    expect(viewOf(service, startMs + 15_001).replicas).toBeUndefined();
    expect(viewOf(service, startMs - 3_600_000).replicas).toBeUndefined();
  });

  it('keeps the last answer when the platform fails, and says why', async () => {
    const service = serviceOf();
    refresh(service, startMs);
    await observe(service, { status: () => Promise.reject(new Error('it is down')) }, signal);
    expect(service).toMatchObject({ statusError: 'it is down', status: { desired: 4 } });
  });
});

describe('waiting', () => {
  it('within a time: no longer than that, and no longer than needed', async () => {
    const clock = new VirtualClock(0);
    await clock.runUntil(within(never, 500, clock));
    expect(clock.nowMs()).toBe(500);
    await clock.runUntil(within(Promise.resolve(), 500, clock));
    expect(clock.nowMs()).toBe(500);
  });

  it('for a limited call: its answer, its failure, the end of patience, or the end of everything', async () => {
    const clock = new VirtualClock(0);
    const ended = new AbortController();
    const call = <T>(answer: (signal: AbortSignal) => Promise<T>) =>
      clock.runUntil(limited(answer, 500, clock, ended.signal));
    expect(await call(async () => 7)).toBe(7);
    await expect(call(async () => Promise.reject(new Error('no')))).rejects.toThrow('no');
    let told: AbortSignal | undefined;
    const deaf = (signal: AbortSignal) => {
      told = signal;
      return never;
    };
    await expect(call(deaf)).rejects.toThrow('no answer within 0.5 s');
    expect(told?.aborted).toBe(true);
    expect(clock.nowMs()).toBe(500);
    ended.abort(new Error('the governor stops'));
    await expect(call(deaf)).rejects.toThrow('the governor stops');
  });
});

describe('recording', () => {
  const note = (text: string) =>
    ({ atMs: startMs, actor: 'governor', subject: 'fleet', kind: 'note.added', data: { text } }) as const;
  const refusing = async (error: Error) => {
    const state = { refuses: true };
    const world = await worldOf({
      before: async () => {
        if (state.refuses) throw error;
      },
    });
    const recorder = new Recorder(world.ledger, (says) => void world.troubles.push(says));
    await recorder.record([note('one')]);
    state.refuses = false;
    await recorder.record([note('two')]);
    return { texts: (await world.events()).map(({ data }) => data), troubles: world.troubles };
  };

  it('offers again, in order, what the journal could not take', async () => {
    const { texts, troubles } = await refusing(
      new OunceError('OUNCE_E_JOURNAL_UNAVAILABLE', 'full', { retry: true }),
    );
    expect(texts).toEqual([{ text: 'one' }, { text: 'two' }]);
    expect(troubles).toEqual(['1 events wait to be written: full']);
  });

  it('gives up what the journal will never take, and says so', async () => {
    const { texts, troubles } = await refusing(new OunceError('OUNCE_E_JOURNAL_EVENT', 'not plain JSON'));
    expect(texts).toEqual([{ text: 'two' }]);
    expect(troubles[0]).toContain('1 events were lost');
  });
});
