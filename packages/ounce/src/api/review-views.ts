import type { IncidentRecord, Ledger, ReviewRecord } from '../ledger/index.ts';
import type { Preventions } from '../prevention/preventions/index.ts';
import {
  type OverdueReview,
  type Readings,
  type Reviews,
  readingsAround,
  reviewDueAtMs,
} from '../prevention/reviews/index.ts';
import { suggestionOf } from './prevention-views.ts';
import type { OverdueView, ReviewDetail, ReviewedIncident, ReviewView } from './types.ts';

/** The same record: only the promise not to change its lists is lost on the way out. */
export function reviewViewOf(record: ReviewRecord): ReviewView {
  return record as ReviewView;
}

interface Parts {
  readonly ledger: Ledger;
  readonly reviews: Reviews;
  readonly preventions: Preventions;
  readonly readings?: Readings;
  readonly nowMs: number;
}

/** One review with everything that helps to write it. */
export function reviewDetailOf(id: string, parts: Parts): ReviewDetail {
  const { ledger, reviews, preventions, readings, nowMs } = parts;
  const review = reviews.get(id);
  const incident = reviews.incident(review.incidentId);
  const ofType = incident ? ledger.query.rootCauses({ incidentType: incident.type }) : [];
  const named = review.rootCauses.flatMap((cause) => ledger.query.rootCause(cause) ?? []);
  const others = named.filter((cause) => !ofType.some(({ id: known }) => known === cause.id));
  const dueAtMs = incident && reviewDueAtMs(incident);
  return {
    review: reviewViewOf(review),
    ...(incident ? { incident: incidentOf(incident) } : {}),
    ...(dueAtMs === undefined ? {} : { dueAtMs }),
    missing: [...reviews.missing(review)],
    candidates: [...ofType, ...others],
    suggestions: preventions.suggestions(review.rootCauses).map(suggestionOf),
    readings: incident
      ? readingsAround(readings, incident, nowMs).map((one) => ({ ...one, values: [...one.values] }))
      : [],
  };
}

export function overdueViewOf({ incident, dueAtMs, reviewId, remindedAtMs }: OverdueReview): OverdueView {
  return {
    incident: incidentOf(incident),
    dueAtMs,
    ...(reviewId ? { reviewId } : {}),
    ...(remindedAtMs === undefined ? {} : { remindedAtMs }),
  };
}

function incidentOf(incident: IncidentRecord): ReviewedIncident {
  const { id, type, service, region, severity, drill, summary, startedAtMs, resolvedAtMs } = incident;
  const known = { id, type, service, region, severity, drill, summary, startedAtMs };
  return resolvedAtMs === undefined ? known : { ...known, resolvedAtMs };
}
