import { expect, test } from 'vitest';
import { selects, sharedSelector } from './selector.ts';

const of = (matchLabels: Record<string, string>) => ({ matchLabels, matchExpressions: [] });

test('labels and expressions pick pods as the cluster does', () => {
  const expressions = (operator: string, values: string[] = []) => ({
    ...{ matchLabels: { app: 'a' }, matchExpressions: [{ key: 'tier', operator, values }] },
  });
  const inner = { app: 'a', tier: 'inner' };
  expect(selects(of({ app: 'a' }), inner)).toBe(true);
  expect(selects(of({ app: 'b' }), inner)).toBe(false);
  expect(selects(expressions('In', ['inner', 'outer']), inner)).toBe(true);
  expect(selects(expressions('In', ['inner']), { app: 'a' })).toBe(false);
  expect(selects(expressions('NotIn', ['inner']), inner)).toBe(false);
  expect(selects(expressions('NotIn', ['inner']), { app: 'a' })).toBe(true);
  expect(selects(expressions('Exists'), inner)).toBe(true);
  expect(selects(expressions('DoesNotExist'), inner)).toBe(false);
  expect(selects(expressions('of a later version'), inner)).toBe(false);
});

test('one question for the pods of all workloads, by the label that tells them apart', () => {
  const shop = (app: string) => of({ part: 'shop', app });
  expect(sharedSelector([shop('a'), shop('b'), shop('a')])).toBe('app in (a,b)');
  expect(sharedSelector([of({ app: 'a' }), of({ name: 'b' })])).toBeUndefined();
  expect(sharedSelector([])).toBeUndefined();
});
