import { describe, expect, it } from 'vitest';
import { rateAwareRules } from './rate-aware-rule.ts';
import { chanceOfRecurrence } from './scan-probability.ts';

const twiceInThirtyDays = { count: 2, windowDays: 30 };

describe('how often a recurrence rule fires by chance', () => {
  it('at half an incident a month, "twice in 30 days" fires within a year with 82 %', () => {
    // The closed form summed with mpmath 1.3; a simulation of 400,000 years gave 0.8208 ± 0.0006 by numpy.
    expect(chanceOfRecurrence(twiceInThirtyDays, 0.5, 365)).toBeCloseTo(0.819630447491221, 10);
  });

  // Simulated with numpy, 400,000 histories each (standard error below 0.0008).
  it.each([
    [3, 30, 0.5, 365, 0.3129],
    [3, 30, 2, 365, 0.99914],
    [4, 14, 3, 182, 0.7783],
    [3, 30, 1, 45, 0.1538],
    [5, 90, 1, 365, 0.7575],
  ])('%d within %d days at %d a month over %d days: %d', (count, windowDays, rate, period, simulated) => {
    expect(Math.abs(chanceOfRecurrence({ count, windowDays }, rate, period) - simulated)).toBeLessThan(0.005);
  });

  it('never fires without incidents, and at the first one when one is enough', () => {
    expect(chanceOfRecurrence(twiceInThirtyDays, 0, 365)).toBe(0);
    expect(chanceOfRecurrence({ count: 1, windowDays: 30 }, 1, 30.4375)).toBeCloseTo(1 - Math.exp(-1), 12);
  });

  it('refuses a rule that is none', () => {
    expect(() => chanceOfRecurrence({ count: 1.5, windowDays: 30 }, 1, 365)).toThrow(RangeError);
    expect(() => chanceOfRecurrence(twiceInThirtyDays, Number.NaN, 365)).toThrow(RangeError);
  });
});

describe('rate-aware rules', () => {
  it('raise the count or shorten the window until chance seldom fires them', () => {
    const { sameWindow } = rateAwareRules(twiceInThirtyDays, 0.5, 365);
    const { sameCount } = rateAwareRules(twiceInThirtyDays, 0.2, 365);
    expect(sameWindow).toMatchObject({ count: 5, windowDays: 30 });
    expect(sameWindow.chance).toBeLessThanOrEqual(0.05);
    expect(chanceOfRecurrence({ count: 4, windowDays: 30 }, 0.5, 365)).toBeGreaterThan(0.05);
    expect(sameCount).toMatchObject({ count: 2 });
    expect(sameCount!.chance).toBeLessThanOrEqual(0.05);
    expect(chanceOfRecurrence({ count: 2, windowDays: sameCount!.windowDays + 1 }, 0.2, 365)).toBeGreaterThan(
      0.05,
    );
  });

  it('leave a rule alone that chance hardly ever fires, and say so when no window is short enough', () => {
    expect(rateAwareRules(twiceInThirtyDays, 0.02, 365).sameWindow.count).toBe(2);
    expect(rateAwareRules(twiceInThirtyDays, 30, 365).sameCount).toBeNull();
  });
});
