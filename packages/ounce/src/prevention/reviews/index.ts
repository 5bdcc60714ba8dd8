export { type Adoption, adoptPrevention } from './adopt.ts';
export type { ReviewFields } from './canonical.ts';
export { fromMarkdown, toMarkdown } from './markdown.ts';
export { hasConflictMarks, mergeReviews } from './merge.ts';
export {
  mostOverdueCounted,
  type OverdueReview,
  overdueReviewCount,
  overdueReviews,
  remindOfReviews,
  reviewDueAtMs,
} from './overdue.ts';
export { plotLines, type Readings, readingsAround } from './readings.ts';
export { Reviews } from './reviews.ts';
