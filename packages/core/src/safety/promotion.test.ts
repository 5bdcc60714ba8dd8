import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { defaultPromotionBounds, promotion, recall, stepBack } from './promotion.ts';

const good = { days: 14, truePositives: 9, falsePositives: 1, falseNegatives: 1 };

describe('promotion', () => {
  test('a dry run is always allowed, and there is nothing above enforced', () => {
    const nothing = { days: 0, truePositives: 0, falsePositives: 0, falseNegatives: 0 };
    expect(promotion('off', nothing)).toMatchObject({ to: 'dry-run', allowed: true });
    expect(promotion('enforced', good)).toEqual({
      from: 'enforced',
      allowed: false,
      says: ['It acts on all its targets already.'],
    });
  });

  test('two weeks with few false positives open the next mode', () => {
    expect(promotion('dry-run', good)).toEqual({
      ...{ from: 'dry-run', to: 'gradual', allowed: true },
      says: ['It has 14 days of readings.', '1 of its 10 wishes (10 %) were not needed; the bound is 20 %.'],
    });
    expect(promotion('gradual', good)).toMatchObject({ to: 'enforced', allowed: true });
  });

  test('each thing that is missing is named', () => {
    expect(promotion('dry-run', { ...good, days: 3.25, truePositives: 1 })).toEqual({
      ...{ from: 'dry-run', to: 'gradual', allowed: false },
      says: [
        'It has 3.3 days of readings and needs 14.',
        'Only 2 of its wishes could be graded; 5 are needed to judge it.',
      ],
    });
    expect(promotion('dry-run', { ...good, falsePositives: 4 }).says[1]).toBe(
      '4 of its 13 wishes (30.8 %) were not needed; the bound is 20 %.',
    );
  });

  test('whoever may go up would not be sent back by the same record', () => {
    const count = fc.nat({ max: 50 });
    fc.assert(
      fc.property(count, count, fc.nat({ max: 30 }), (truePositives, falsePositives, days) => {
        const record = { days, truePositives, falsePositives, falseNegatives: 0 };
        if (promotion('gradual', record).allowed) expect(stepBack('enforced', record)).toBeUndefined();
      }),
    );
  });
});

test('a control that acts and is often wrong falls back to a dry run; too few wishes tell nothing', () => {
  const bad = { ...good, truePositives: 3, falsePositives: 3 };
  expect(stepBack('enforced', bad)).toBe('dry-run');
  expect(stepBack('gradual', bad)).toBe('dry-run');
  expect(stepBack('dry-run', bad)).toBeUndefined();
  expect(stepBack('enforced', { ...bad, truePositives: 1 })).toBeUndefined();
  expect(stepBack('enforced', bad, { ...defaultPromotionBounds, falsePositiveShare: 0.5 })).toBeUndefined();
});

test('recall is unknown where nothing was needed', () => {
  expect(recall({ ...good, truePositives: 0, falseNegatives: 0 })).toBeUndefined();
  expect(recall(good)).toBe(0.9);
});
