import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from './queries.ts';
import type {
  EffectivenessView,
  PreventionEffectDetail,
  PreventionEffectView,
  PreventionReviewView,
  RecurrenceView,
  RuleChanceView,
} from './types.ts';

/** Answers are at most ten minutes old anyway. */
const everyMs = 60_000;

export function useEffectiveness() {
  const api = useApi();
  return useQuery({
    queryKey: ['effectiveness'],
    queryFn: ({ signal }) => api<EffectivenessView>('/effectiveness', { signal }),
    refetchInterval: everyMs,
  });
}

export function usePreventionEffects() {
  const api = useApi();
  return useQuery({
    queryKey: ['effectiveness', 'preventions'],
    queryFn: ({ signal }) =>
      api<{ items: PreventionEffectView[]; next?: string }>('/effectiveness/preventions?limit=20', {
        signal,
      }),
    refetchInterval: everyMs,
  });
}

export function usePreventionEffect(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['effectiveness', 'prevention', id],
    queryFn: ({ signal }) =>
      api<PreventionEffectDetail>(`/effectiveness/preventions/${encodeURIComponent(id)}`, { signal }),
    refetchInterval: everyMs,
  });
}

export function useRecurrences() {
  const api = useApi();
  return useQuery({
    queryKey: ['recurrences'],
    queryFn: ({ signal }) => api<{ items: RecurrenceView[] }>('/recurrences?limit=20', { signal }),
    select: ({ items }) => items,
    refetchInterval: 15_000,
  });
}

export function useRuleChances() {
  const api = useApi();
  return useQuery({
    queryKey: ['recurrence-rules'],
    queryFn: ({ signal }) => api<{ items: RuleChanceView[] }>('/recurrence-rules', { signal }),
    select: ({ items }) => items,
  });
}

export interface ReviewClosing {
  readonly review: PreventionReviewView;
  readonly outcome: NonNullable<PreventionReviewView['outcome']>;
  readonly why: string;
}

/** Ends the second look at a prevention. */
export function useCloseReview() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ review: { recurrenceId, preventionId }, outcome, why }: ReviewClosing) =>
      api<RecurrenceView>(
        `/recurrences/${encodeURIComponent(recurrenceId)}/reviews/${encodeURIComponent(preventionId)}/close`,
        { method: 'POST', body: { outcome, why } },
      ),
    onSuccess: () => client.invalidateQueries({ queryKey: ['recurrences'] }),
  });
}
