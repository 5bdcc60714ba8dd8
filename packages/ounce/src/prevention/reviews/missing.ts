import type { Review } from '@ounce/core';
import type { IncidentRecord, Ledger } from '../../ledger/index.ts';
import { sectionHeadings } from './canonical.ts';

const needed = ['impact', 'whyNotCaught', 'lessons'] as const;

/** What a review still needs before it can be finished, a sentence each; nothing when it is ready. */
export function missingFrom(
  ledger: Ledger,
  review: Review,
  incident: IncidentRecord | undefined,
): readonly string[] {
  const unknown = review.rootCauses.filter((id) => !ledger.query.rootCause(id));
  return [
    ...(incident && incident.resolvedAtMs === undefined ? ['Its incident is still open.'] : []),
    ...(review.rootCauses.length === 0 ? ['It names no root cause.'] : []),
    ...unknown.map((id) => `The catalogue has no root cause ${id}.`),
    ...needed
      .filter((section) => review[section].trim() === '')
      .map((section) => `The section “${sectionHeadings[section]}” is empty.`),
    ...(review.timeline.length === 0 ? ['Its timeline is empty.'] : []),
  ];
}
