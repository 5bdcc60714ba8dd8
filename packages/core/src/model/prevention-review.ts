export const preventionReviewOutcomes = ['keep', 'fix', 'retire'] as const;
/** What became of a second look at a prevention. */
export type PreventionReviewOutcome = (typeof preventionReviewOutcomes)[number];

/** The second look at a prevention that a recurrence asks for. */
export interface PreventionReviewRef {
  readonly preventionId: string;
  readonly recurrenceId: string;
}
