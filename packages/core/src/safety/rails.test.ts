import { expect, it } from 'vitest';
import { checkGuardRails, defaultGuardRails, guardRailSpecs } from './rails.ts';

it('every default lies within its own range', () => {
  for (const [name, { default: value, min, max }] of Object.entries(guardRailSpecs)) {
    expect(value, name).toBeGreaterThanOrEqual(min);
    expect(value, name).toBeLessThanOrEqual(max);
  }
});

it('the defaults make sense together, and contradictions are named', () => {
  expect(checkGuardRails(defaultGuardRails)).toEqual([]);
  expect(checkGuardRails({ ...defaultGuardRails, floor: 30 })).toEqual(['floor (30) is above ceiling (20)']);
  expect(checkGuardRails({ ...defaultGuardRails, cooldownInMs: 0 })[0]).toContain(
    'cooldownInMs (0) is shorter',
  );
});
