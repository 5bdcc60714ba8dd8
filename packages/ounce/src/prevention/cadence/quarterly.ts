import type { ReportPeriod, ReportSection } from '@ounce/core';
import type { PreventionRecord } from '../../ledger/index.ts';
import type { PreventionEffectView } from '../effectiveness/index.ts';
import { drillOf } from './facts.ts';
import { monthlySections } from './monthly.ts';
import { tableOf } from './weekly.ts';
import type { ReportWorld } from './world.ts';

const most = 500;
/** A prevention that shows nothing after this long is asked about. */
const patienceDays = 180;

/** The full effectiveness review: each prevention that protects by now, with what to do about it. */
export function quarterlySections(world: ReportWorld, period: ReportPeriod, nowMs: number): ReportSection[] {
  const judged = effects(world).map((effect) => ({
    effect,
    // One that was to shorten times is judged by them.
    ...recommend(world, { ...effect, ...effect.times }, period, nowMs),
  }));
  const counts = ['keep', 'fix', 'retire', 'wait'].map(
    (advice) => `${judged.filter((one) => one.advice === advice).length} ${advice}`,
  );
  return [
    {
      title: 'Recommendations',
      says:
        judged.length === 0
          ? ['No prevention is complete yet, so there is nothing to judge.']
          : [`${counts.join(', ')}.`],
      ...tableOf(
        ['prevention', 'do', 'why'],
        judged.map(({ effect, advice, why }) => [effect.title, advice, why]),
      ),
    },
    ...monthlySections(world, period),
  ];
}

function effects({ effectiveness }: ReportWorld): PreventionEffectView[] {
  const found: PreventionEffectView[] = [];
  let cursor: string | undefined;
  do {
    const page = effectiveness.preventions({ limit: 100, ...(cursor ? { cursor } : {}) });
    found.push(...page.items);
    cursor = page.next;
  } while (cursor !== undefined && found.length < most);
  return found;
}

interface Recommendation {
  readonly advice: 'keep' | 'fix' | 'retire' | 'wait';
  readonly why: string;
}

/** Worse, or failed in its drill: fix. Nothing shown for half a year although it could have been: retire or fix. Improved: keep. */
export function recommend(
  { ledger }: Pick<ReportWorld, 'ledger'>,
  {
    id,
    kind,
    headline,
    after,
    before,
  }: Pick<PreventionEffectView, 'id' | 'kind' | 'headline' | 'after' | 'before'>,
  { startMs, endMs }: Pick<ReportPeriod, 'startMs' | 'endMs'>,
  nowMs: number,
): Recommendation {
  const prevention = ledger.query.prevention(id);
  const drill =
    prevention?.experiment && drillOf(ledger, prevention.experiment, { sinceMs: startMs, untilMs: endMs });
  if (drill && drill.verdict === 'failed')
    return { advice: 'fix', why: `Its drill failed: the mechanism does not do what it should. ${headline}` };
  if (prevention?.status === 'ineffective')
    return { advice: 'fix', why: `It was found ineffective. ${headline}` };
  if (kind === 'worse') return { advice: 'fix', why: headline };
  if (kind === 'improved') return { advice: 'keep', why: headline };
  if (kind === 'disagreement') return { advice: 'fix', why: headline };
  const days = daysSince(prevention, nowMs);
  if (days < patienceDays) return { advice: 'wait', why: headline };
  const quiet = before?.count === 0 && after?.count === 0;
  if (quiet)
    return {
      advice: 'retire',
      why: `Nothing of what it is against came in ${Math.round(days)} days, before or after: nothing shows that it is needed.`,
    };
  return { advice: 'fix', why: `After ${Math.round(days)} days no effect shows. ${headline}` };
}

function daysSince(prevention: PreventionRecord | undefined, nowMs: number): number {
  return prevention?.completedAtMs === undefined ? 0 : (nowMs - prevention.completedAtMs) / 86_400_000;
}
