import type { Decision, Grade, GradeOutcome } from '../model/decision.ts';
import type { ServiceView } from '../model/signal.ts';

/** What became of this decision, as of the view that told. */
export function sayGrade(
  { id: decisionId }: Decision,
  { nowMs: atMs }: ServiceView,
): (outcome: GradeOutcome, why: string) => Grade {
  return (outcome, why) => ({ decisionId, atMs, outcome, why });
}
