import type { Ledger, PreventionRecord } from '../ledger/index.ts';
import {
  nextStatuses,
  type Preventions,
  type Suggestion,
  type Verification,
} from '../prevention/preventions/index.ts';
import type { PreventionDetail, PreventionView, SuggestionView, VerificationView } from './types.ts';

/** The same record: only the promise not to change its lists is lost on the way out. */
export function preventionViewOf(record: PreventionRecord): PreventionView {
  return record as PreventionView;
}

export function suggestionOf({ prevention, rootCauses, effect, why }: Suggestion): SuggestionView {
  return {
    prevention: preventionViewOf(prevention),
    rootCauses: [...rootCauses],
    ...(effect ? { effect } : {}),
    why,
  };
}

/** Everything that is known about one prevention. */
export function preventionDetailOf(ledger: Ledger, preventions: Preventions, id: string): PreventionDetail {
  const prevention = preventions.get(id);
  return {
    prevention: preventionViewOf(prevention),
    history: [...ledger.query.preventionHistory(id)],
    verification: verificationViewOf(preventions.verification(id)),
    next: [...nextStatuses[prevention.status]],
    rootCauses: prevention.rootCauses.flatMap((cause) => ledger.query.rootCause(cause) ?? []),
    notes: ledger.query
      .notes({ subject: `prevention:${id}` })
      .items.map(({ atMs, actor, text }) => ({ atMs, actor, text })),
  };
}

function verificationViewOf({ experiments, has, missing, ready, effect }: Verification): VerificationView {
  return {
    ...{ ready, has: [...has], missing: [...missing] },
    experiments: experiments.map(({ id, scenario, startedAtMs, verdict }) => ({
      ...{ id, scenario: scenario.name, startedAtMs },
      ...(verdict ? { verdict: verdict.kind, why: verdict.why } : {}),
    })),
    ...(effect ? { effect } : {}),
  };
}
