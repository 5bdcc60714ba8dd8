import type { Grade, NewEvent, ServiceView } from '@ounce/core';
import type { RollupCount, Rollups } from '../ledger/index.ts';
import type { DrillAt } from './detect.ts';
import type { Service } from './service.ts';

const counted: Readonly<Partial<Record<Grade['outcome'], RollupCount>>> = {
  true_positive: 'truePositives',
  false_positive: 'falsePositives',
  true_negative: 'trueNegatives',
  false_negative: 'falseNegatives',
};

/**
 * Grades the decisions whose time has come. All are counted but those of drills: a fault that ends when it is told to says
 * nothing about how often a control is wrong. The ledger keeps those that wanted an action, and the holds that missed one.
 */
export function grade(service: Service, view: ServiceView, rollups: Rollups, drillAt: DrillAt): NewEvent[] {
  const events: NewEvent[] = [];
  for (const { control, ungraded } of service.controls) {
    while (ungraded[0] && ungraded[0].gradeAtMs <= view.nowMs) {
      const decision = ungraded.shift()!;
      const result = control.grade(decision, view);
      const count = counted[result.outcome];
      const experimentId = drillAt(decision.atMs);
      if (count && experimentId === undefined) rollups.count(control.id, service.ref, decision.atMs, count);
      if (decision.action.kind === 'hold' && result.outcome !== 'false_negative') continue;
      events.push({
        atMs: view.nowMs,
        actor: `control:${control.id}`,
        subject: service.key,
        kind: 'decision.graded',
        data: { grade: result, decision, ...(experimentId === undefined ? {} : { experimentId }) },
      });
    }
  }
  return events;
}
