import type { Priority, RootCause } from '@ounce/core';
import type { Ledger, PreventionRecord } from '../../ledger/index.ts';
import type { EffectSource, MeasuredEffect } from './effects.ts';

/** A prevention of the catalogue that is against some of the root causes asked for. */
export interface Suggestion {
  readonly prevention: PreventionRecord;
  /** Those of the root causes that it is against. */
  readonly rootCauses: readonly RootCause[];
  readonly effect?: MeasuredEffect;
  /** One sentence. */
  readonly why: string;
}

/** Best first: what is measured to help, what is not measured, what is measured to do nothing or harm. */
const rankOfEffect = { improved: 0, not_yet_known: 1, no_change: 2, worse: 3 } as const;
/** What is at work or under way says more than a plan; what was found to be without effect comes last. */
const rankOfStatus = {
  ...{ verified: 0, complete: 1, rolling: 2, in_progress: 3, pending: 4, planned: 5 },
  ...{ ineffective: 6, retired: 7 },
} as const;
const rankOfPriority: Readonly<Record<Priority, number>> = { P0: 0, P1: 1, P2: 2 };

/** Ranked by measured effect, then by how many of the root causes it is against, then by priority and status. */
export function suggestionsFor(
  ledger: Ledger,
  effects: EffectSource | undefined,
  rootCauses: readonly string[],
): readonly Suggestion[] {
  const found = new Map<string, { prevention: PreventionRecord; causes: RootCause[] }>();
  for (const id of new Set(rootCauses)) {
    const cause = ledger.query.rootCause(id);
    if (!cause) continue;
    for (const prevention of ledger.query.preventions({ rootCause: id, limit: 1_000 }).items) {
      const entry = found.get(prevention.id) ?? { prevention, causes: [] };
      entry.causes.push(cause);
      found.set(prevention.id, entry);
    }
  }
  return [...found.values()]
    .filter(({ prevention }) => prevention.status !== 'retired')
    .map(({ prevention, causes }): Suggestion => {
      const effect = effects?.effectOf(prevention.id);
      const why = sayWhy(prevention, causes, effect);
      return { prevention, rootCauses: causes, ...(effect ? { effect } : {}), why };
    })
    .sort(compare);
}

function compare(a: Suggestion, b: Suggestion): number {
  return (
    rankOfEffect[a.effect?.verdict ?? 'not_yet_known'] - rankOfEffect[b.effect?.verdict ?? 'not_yet_known'] ||
    b.rootCauses.length - a.rootCauses.length ||
    rankOfPriority[a.prevention.priority] - rankOfPriority[b.prevention.priority] ||
    rankOfStatus[a.prevention.status] - rankOfStatus[b.prevention.status] ||
    (a.prevention.id < b.prevention.id ? -1 : 1)
  );
}

function sayWhy(
  { priority, status }: PreventionRecord,
  causes: readonly RootCause[],
  effect: MeasuredEffect | undefined,
): string {
  const against = causes.map(({ title }) => `“${title}”`).join(' and ');
  const measured = effect ? effect.says : 'Its effect is not measured yet.';
  return `It is against ${against} (${priority}, ${status.replace('_', ' ')}). ${measured}`;
}
