import type { Verdict } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { builtInScenarios } from '../experiments/index.ts';
import type { ExperimentRecord, ActionRecord as LedgerAction } from '../ledger/index.ts';
import { actionRecord as actionSchema, experimentView as experimentSchema } from './types.ts';
import { actionRecord, experimentView, seriesPoints, verdictView } from './views.ts';

const ref = { service: 'consumer', region: 'local' };
const verdict: Verdict = {
  kind: 'not_rolled_back',
  why: 'It is still there.',
  criteria: [
    { criterion: { kind: 'nothing_lost' }, met: true, says: 'none lost' },
    { criterion: { kind: 'errors_at_most', count: 0 }, met: false, says: '3 errors' },
  ],
};

describe('a verdict as the API says it', () => {
  test('has the exit code of the command line and the state of each criterion', () => {
    expect(verdictView(verdict)).toEqual({
      kind: 'not_rolled_back',
      why: 'It is still there.',
      exitCode: 5,
      criteria: [
        { says: 'none lost', state: 'met' },
        { says: '3 errors', state: 'failed' },
      ],
    });
  });
});

describe('an experiment from the ledger', () => {
  const record: ExperimentRecord = {
    id: 'e1',
    seq: 1,
    actor: 'local',
    scenario: builtInScenarios[0]!,
    targets: { target: ref, faultTarget: { service: 'traffic', region: 'local' } },
    durationMs: 60_000,
    controls: 'off',
    startedAtMs: 1_000,
    faults: [{ faultId: 'e1-0', injectedAtMs: 11_000, removedAtMs: 71_000, removedWhy: 'its time was over' }],
  };

  test('that has ended is finished, with when its fault began and ended', () => {
    const view = experimentView({ ...record, finishedAtMs: 99_000, verdict });
    expect(experimentSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({
      phase: 'finished',
      progress: 1,
      controls: 'off',
      faults: ['arrivals × 10'],
      faultStartedAtMs: 11_000,
      faultEndedAtMs: 71_000,
      verdict: { exitCode: 5 },
    });
  });

  test('that has no end yet has no verdict and no made-up progress', () => {
    const view = experimentView({ ...record, faults: [] });
    expect(experimentSchema.parse(view)).toEqual(view);
    expect(view).toMatchObject({ phase: 'fault', progress: 0 });
    expect(view).not.toHaveProperty('verdict');
    expect(view).not.toHaveProperty('faultStartedAtMs');
  });
});

test('an action says whether it was done in a drill', () => {
  const action = {
    ...ref,
    seq: 7,
    atMs: 5_000,
    outcome: 'held',
    because: 'frozen',
    control: 'predictive-scaling',
    action: { kind: 'scale', from: 1, to: 3 },
    why: 'Everything is frozen.',
    decision: { id: 'd1' },
  } as LedgerAction;
  const view = actionRecord(action, ({ service }, atMs) => service === 'consumer' && atMs === 5_000);
  expect(actionSchema.parse(view)).toEqual(view);
  expect(view).toMatchObject({ decisionId: 'd1', drill: true, because: 'frozen' });
  expect(actionRecord(action, () => false).drill).toBe(false);
});

describe('the points of a series', () => {
  test('are whole ms, each later than the one before, and none before the time asked for', () => {
    fc.assert(
      fc.property(
        fc.array(fc.double({ min: 0, max: 1e6, noNaN: true }), { maxLength: 50 }),
        fc.nat(1_000_000),
        (times, sinceMs) => {
          const timesMs = Float64Array.from(times.toSorted((a, b) => a - b));
          const { timesMs: given, values } = seriesPoints({ timesMs, values: timesMs }, sinceMs);
          expect(values).toHaveLength(given.length);
          for (const [i, atMs] of given.entries()) {
            expect(Number.isInteger(atMs)).toBe(true);
            expect(atMs).toBeGreaterThanOrEqual(sinceMs);
            if (i > 0) expect(atMs).toBeGreaterThan(given[i - 1]!);
            expect(Math.round(values[i]!)).toBe(atMs);
          }
        },
      ),
    );
  });

  test('are all there when the readings are a ms apart', () => {
    const window = { timesMs: [1, 2, 3], values: [4, 5, 6] };
    expect(seriesPoints(window, 0)).toEqual(window);
    expect(seriesPoints(window, 3)).toEqual({ timesMs: [3], values: [6] });
    expect(seriesPoints({ timesMs: [], values: [] }, 0)).toEqual({ timesMs: [], values: [] });
  });
});
