import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys, useApi } from '../../api/queries.ts';
import type { OverduePage, ReviewAdoption, ReviewDetail, ReviewView } from '../../api/types.ts';
import type { ReviewForm } from './review-form.ts';
import type { ReviewSearch } from './review-search.ts';

const pageSize = 50;
const most = 1_000;

export interface ReviewPage {
  readonly items: readonly ReviewView[];
  readonly next?: string;
}

/** Newest save first; read again only on the first page, where the newest are. */
export function useReviews(search: ReviewSearch, cursor: string | undefined) {
  const api = useApi();
  const params = new URLSearchParams({ ...search, limit: String(pageSize), ...(cursor ? { cursor } : {}) });
  return useQuery({
    queryKey: [...keys.reviews, 'list', params.toString()],
    queryFn: ({ signal }) => api<ReviewPage>(`/reviews?${params}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: cursor === undefined ? 15_000 : false,
  });
}

/** Everything that the list would show on all of its pages. */
export function useAllReviews(search: ReviewSearch): () => Promise<readonly ReviewView[]> {
  const api = useApi();
  return async () => {
    const all: ReviewView[] = [];
    for (let cursor: string | undefined; ; ) {
      const params = new URLSearchParams({ ...search, limit: String(most), ...(cursor ? { cursor } : {}) });
      const page = await api<ReviewPage>(`/reviews?${params}`);
      all.push(...page.items);
      if (page.next === undefined) return all;
      cursor = page.next;
    }
  };
}

const overdueShown = 20;

/** The longest overdue ones, and how many there are. */
export function useOverdue() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.reviews, 'overdue'],
    queryFn: ({ signal }) => api<OverduePage>(`/reviews/overdue?limit=${overdueShown}`, { signal }),
    refetchInterval: 15_000,
  });
}

const path = (id: string) => `/reviews/${encodeURIComponent(id)}`;

/** Not read again by itself: nobody's typing may be taken away. Whoever saves hears of what others have saved. */
export function useReview(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.reviews, 'one', id],
    queryFn: ({ signal }) => api<ReviewDetail>(path(id), { signal }),
    refetchOnWindowFocus: false,
    retry: false,
  });
}

export function useCreateReview() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (incidentId: string) =>
      api<{ review: ReviewView }>('/reviews', { method: 'POST', body: { incidentId } }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.reviews }),
  });
}

export interface ReviewSave {
  readonly form: ReviewForm;
  readonly baseVersion: number;
}

/** Each change of a review is on top of the version that was read. */
export function useReviewChanges(id: string) {
  const api = useApi();
  const client = useQueryClient();
  const onSuccess = async () => {
    await client.invalidateQueries({ queryKey: keys.reviews });
    await client.invalidateQueries({ queryKey: keys.preventions });
  };
  const save = useMutation({
    mutationFn: ({ form, baseVersion }: ReviewSave) =>
      api<ReviewView>(path(id), { method: 'PUT', body: { ...form, baseVersion } }),
    onSuccess,
  });
  const step = useMutation({
    mutationFn: ({ to, baseVersion }: { to: 'finish' | 'reopen'; baseVersion: number }) =>
      api<ReviewView>(`${path(id)}/${to}`, { method: 'POST', body: { baseVersion } }),
    onSuccess,
  });
  const adopt = useMutation({
    mutationFn: (body: ReviewAdoption) =>
      api<ReviewView>(`${path(id)}/preventions`, { method: 'POST', body }),
    onSuccess,
  });
  return { save, step, adopt };
}
