import { expect, test } from 'vitest';
import type { ActionRecord, ControlView } from '../api/types.ts';
import { lookOfAction, lookOfControl } from './outcome.ts';

const record: ActionRecord = {
  service: 'pubsub-consumer',
  region: 'local',
  seq: 1,
  atMs: 0,
  control: 'predictive-scaling',
  decisionId: 'd',
  action: { kind: 'scale', from: 2, to: 6 },
  outcome: 'taken',
  why: '',
  drill: false,
};
const control: ControlView = { control: 'predictive-scaling', title: 'Predictive scaling', mode: 'enforced' };

test('scaling out and in differ in shape, not only in numbers', () => {
  expect(lookOfAction(record)).toMatchObject({ icon: 'up', label: 'Scaled 2 → 6' });
  const inwards = { ...record, action: { kind: 'scale', from: 6, to: 5 } } as const;
  expect(lookOfAction(inwards)).toMatchObject({ icon: 'down', label: 'Scaled 6 → 5' });
});

test('what was held back says why in words', () => {
  expect(lookOfAction({ ...record, outcome: 'held', because: 'at-ceiling' }).label).toBe(
    'Held back: at the ceiling',
  );
  const ended = { action: { kind: 'hold' }, outcome: 'held', because: 'no-longer-wanted' } as const;
  expect(lookOfAction({ ...record, ...ended }).label).toBe('No longer wanted');
});

test('a control that is off says so, whatever it wanted last', () => {
  expect(lookOfControl({ ...control, mode: 'off' }).label).toBe('Off');
});

test('a control explains itself with the sentence of the gate, else with its own', () => {
  const last = { atMs: 0, action: { kind: 'hold' }, why: 'The queue is short.' } as const;
  expect(lookOfControl({ ...control, last: { ...last, outcome: { kind: 'hold' } } }).why).toBe(last.why);
  const failed = lookOfControl({
    ...control,
    last: { ...last, outcome: { kind: 'failed', error: 'no answer' } },
  });
  expect(failed).toMatchObject({ tone: 'bad', why: 'no answer' });
});
