/** What the list is narrowed by, as its address and the API say it. */
export type ReviewSearch = { readonly status?: 'draft' | 'finished' };

/** Reads the search part of an address; what cannot be meant is left out. */
export function readReviewSearch({ status }: Record<string, unknown>): ReviewSearch {
  return status === 'draft' || status === 'finished' ? { status } : {};
}
