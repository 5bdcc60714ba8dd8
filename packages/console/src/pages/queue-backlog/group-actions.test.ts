import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ActionRecord } from '../../api/types.ts';
import { groupActions } from './group-actions.ts';

const record = (
  seq: number,
  outcome: ActionRecord['outcome'],
  because?: ActionRecord['because'],
): ActionRecord => ({
  service: 'pubsub-consumer',
  region: 'local',
  seq,
  atMs: seq * 1000,
  control: 'predictive-scaling',
  decisionId: `d${seq}`,
  action: { kind: 'scale', from: 2, to: 3 },
  outcome,
  ...(because ? { because } : {}),
  why: '',
  drill: false,
});

test('a run of the same refusal is one entry with its count and its beginning', () => {
  const groups = groupActions([
    record(4, 'held', 'cooldown'),
    record(3, 'held', 'cooldown'),
    record(2, 'held', 'at-ceiling'),
  ]);
  expect(groups.map(({ newest, count, firstAtMs }) => [newest.seq, count, firstAtMs])).toEqual([
    [4, 2, 3000],
    [2, 1, 2000],
  ]);
});

test('what was done is never folded, and parts the runs around it', () => {
  const groups = groupActions([
    record(3, 'held', 'cooldown'),
    record(2, 'taken'),
    record(1, 'held', 'cooldown'),
  ]);
  expect(groups).toHaveLength(3);
  expect(groupActions([record(2, 'taken'), record(1, 'taken')])).toHaveLength(2);
});

test('no record is lost in the folding', () => {
  const outcomes = fc.constantFrom<ActionRecord['outcome']>('taken', 'held', 'failed');
  fc.assert(
    fc.property(fc.array(outcomes), (list) => {
      const groups = groupActions(list.map((outcome, index) => record(list.length - index, outcome)));
      expect(groups.reduce((sum, { count }) => sum + count, 0)).toBe(list.length);
    }),
  );
});
