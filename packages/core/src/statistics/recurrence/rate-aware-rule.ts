import type { RecurrenceRule } from '../../model/recurrence.ts';
import { findRoot } from '../special/find-root.ts';
import { chanceOfRecurrence } from './scan-probability.ts';

export interface RatedRule extends RecurrenceRule {
  /** How often it fires by chance within the period. */
  readonly chance: number;
}

export interface RateAwareRules {
  /** The same window, with the smallest count that chance seldom reaches. */
  readonly sameWindow: RatedRule;
  /** The same count, with the longest window (whole days) in which chance seldom reaches it; null if a day is too long. */
  readonly sameCount: RatedRule | null;
}

/**
 * Recurrence rules that know the type's target rate: each fires by chance within `periodDays` with at most
 * `chanceAtMost` (0.05: about one false alarm in twenty periods).
 */
export function rateAwareRules(
  rule: RecurrenceRule,
  ratePerMonth: number,
  periodDays: number,
  chanceAtMost = 0.05,
): RateAwareRules {
  const rated = (count: number, windowDays: number): RatedRule => ({
    count,
    windowDays,
    chance: chanceOfRecurrence({ count, windowDays }, ratePerMonth, periodDays),
  });
  let sameWindow = rated(rule.count, rule.windowDays);
  while (sameWindow.chance > chanceAtMost) sameWindow = rated(sameWindow.count + 1, rule.windowDays);
  return { sameWindow, sameCount: longestWindow(rated, rule.count, periodDays, chanceAtMost) };
}

function longestWindow(
  rated: (count: number, windowDays: number) => RatedRule,
  count: number,
  periodDays: number,
  chanceAtMost: number,
): RatedRule | null {
  if (rated(count, periodDays).chance <= chanceAtMost) return rated(count, periodDays);
  if (rated(count, 1).chance > chanceAtMost) return null;
  const limit = findRoot((days) => rated(count, days).chance - chanceAtMost, 1, periodDays, 1e-6);
  return rated(count, Math.max(1, Math.floor(limit)));
}
