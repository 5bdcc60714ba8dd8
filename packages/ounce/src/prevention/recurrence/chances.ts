import { chanceOfRecurrence, type RatedRule, rateAwareRules } from '@ounce/core';
import type { ConfiguredRule, RecurrenceSettings } from './settings.ts';

const yearDays = 365;
const chanceAtMost = 0.05;

/** How often a rule fires by chance within a year, at the accepted rate of a type, and rules that know this rate. */
export interface RuleChance {
  readonly type: string;
  readonly rule: ConfiguredRule;
  readonly perMonth: number;
  readonly withinAYear: number;
  /** Null where the rule itself is rare enough. */
  readonly rateAware: {
    readonly sameWindow: RatedRule;
    readonly sameCount: RatedRule | null;
  } | null;
  readonly says: string;
}

/** For each rule and each type that has a target. */
export function ruleChances({ rules, targetPerMonth }: RecurrenceSettings): RuleChance[] {
  return rules.flatMap((rule) =>
    Object.entries(targetPerMonth)
      .filter(([type]) => rule.type === undefined || rule.type === type)
      .map(([type, perMonth]) => chanceOf(rule, type, perMonth)),
  );
}

function chanceOf(rule: ConfiguredRule, type: string, perMonth: number): RuleChance {
  const withinAYear = chanceOfRecurrence(rule, perMonth, yearDays);
  const often = withinAYear > chanceAtMost;
  const rateAware = often ? rateAwareRules(rule, perMonth, yearDays, chanceAtMost) : null;
  const fires = `"${rule.count} within ${rule.windowDays} days" fires by chance within a year with probability ${(withinAYear * 100).toFixed(0)} % when ${type} comes ${perMonth} times a month, as accepted`;
  const instead = rateAware
    ? `; ${rateAware.sameWindow.count} within ${rateAware.sameWindow.windowDays} days would do so with ${(rateAware.sameWindow.chance * 100).toFixed(1)} %`
    : '';
  return { type, rule, perMonth, withinAYear, rateAware, says: `${fires}${instead}.` };
}
