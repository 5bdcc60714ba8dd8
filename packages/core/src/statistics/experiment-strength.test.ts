import { describe, expect, it } from 'vitest';
import { experimentStrength, runsNeeded } from './experiment-strength.ts';

describe('strength of a passed experiment', () => {
  // scipy.stats.beta.ppf(0.05, passed, runs − passed + 1).
  it.each([
    [1, 1, 0.05],
    [10, 10, 0.7411344491069477],
    [59, 59, 0.950492390111773],
    [8, 10, 0.4930986989367976],
    [0, 4, 0],
  ])('%d of %d supports at least %d', (passed, runs, reliability) => {
    expect(experimentStrength(passed, runs)).toBeCloseTo(reliability, 10);
  });

  it('needs 59 passed runs for 95 %', () => {
    expect(runsNeeded(0.95)).toBe(59);
    expect(runsNeeded(0.05)).toBe(1);
  });

  it('refuses more passes than runs', () => {
    expect(() => experimentStrength(3, 2)).toThrow('3 of 2 runs is not a count of passed runs');
  });
});
