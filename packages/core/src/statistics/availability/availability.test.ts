import { describe, expect, it } from 'vitest';
import { downtimeMinutes } from './downtime.ts';
import { errorBudget } from './error-budget.ts';
import { serviceCredits } from './service-credits.ts';

const minute = 60_000;
const span = (from: number, to: number) => ({ startMs: from * minute, endMs: to * minute });

describe('downtime', () => {
  it('counts incidents at the same time once, and only what lies in the window', () => {
    expect(downtimeMinutes(span(0, 100), [span(-10, 5), span(20, 40), span(30, 50), span(99, 200)])).toBe(36);
  });

  it('leaves out what nobody watched', () => {
    const window = { ...span(0, 100), unobserved: [span(35, 60)] };
    expect(downtimeMinutes(window, [span(20, 40), span(30, 50), span(55, 65)])).toBe(20);
  });
});

describe('error budget', () => {
  it('of 99.98 % over 30 days is 8.64 minutes', () => {
    const budget = errorBudget(2.16, 30 * 1440, 0.9998);
    expect(budget.allowedMinutes).toBeCloseTo(8.64, 9);
    expect(budget.spentShare).toBeCloseTo(0.25, 9);
    expect(budget.availability).toBeCloseTo(0.99995, 9);
    expect(budget.met).toBe(true);
  });

  it('knows no availability of a time that nobody watched', () => {
    expect(errorBudget(0, 0, 0.999)).toMatchObject({ availability: null, met: null, spentShare: null });
  });

  it('refuses a target in percent', () => {
    expect(() => errorBudget(0, 1440, 99.9)).toThrow(RangeError);
  });
});

describe('SLA credits', () => {
  const policy = [
    { below: 0.999, creditShare: 0.1 },
    { below: 0.99, creditShare: 0.25 },
  ];

  it('follow the worst line that applies, period by period', () => {
    const periods = [0.9995, 0.998, 0.97].map((availability) => ({ availability, fee: 1000 }));
    expect(serviceCredits(policy, periods)).toEqual({ credit: 350, unknownPeriods: 0 });
  });

  it('name the periods that are not known instead of calling them free', () => {
    expect(serviceCredits(policy, [{ availability: null, fee: 1000 }])).toEqual({
      credit: 0,
      unknownPeriods: 1,
    });
  });

  it('refuse a line in percent', () => {
    expect(() => serviceCredits([{ below: 99.9, creditShare: 10 }], [])).toThrow(RangeError);
  });
});
