import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from './queries.ts';
import type {
  KnowledgeGapView,
  KnowledgeHitView,
  RunbookView,
  SimilarIncidentView,
  SolutionPatternView,
} from './types.ts';

export const knowledgeFields = ['text', 'symptom', 'root-cause', 'solution'] as const;
export type KnowledgeField = (typeof knowledgeFields)[number];

const gapsKey = ['knowledge-gaps'];

/** So many are found at most. */
export const mostFound = 20;

export function useKnowledgeSearch(field: KnowledgeField, text: string) {
  const api = useApi();
  const client = useQueryClient();
  const query = new URLSearchParams({ field, query: text, limit: String(mostFound) });
  return useQuery({
    queryKey: ['knowledge', field, text],
    queryFn: async ({ signal }) => {
      const found = await api<{ items: KnowledgeHitView[] }>(`/knowledge/search?${query}`, { signal });
      // A search without a result is a gap from now on.
      if (found.items.length === 0) void client.invalidateQueries({ queryKey: gapsKey });
      return found;
    },
    select: ({ items }) => items,
    enabled: text !== '',
    staleTime: 60_000,
  });
}

export function usePatterns() {
  const api = useApi();
  return useQuery({
    queryKey: ['knowledge-patterns'],
    queryFn: ({ signal }) => api<{ items: SolutionPatternView[] }>('/knowledge/patterns', { signal }),
    select: ({ items }) => items,
  });
}

export function useGaps() {
  const api = useApi();
  return useQuery({
    queryKey: gapsKey,
    queryFn: ({ signal }) => api<{ items: KnowledgeGapView[] }>('/knowledge/gaps', { signal }),
    select: ({ items }) => items,
  });
}

export function useSimilar(incidentId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['similar', incidentId],
    queryFn: ({ signal }) =>
      api<{ items: SimilarIncidentView[] }>(`/incidents/${encodeURIComponent(incidentId)}/similar`, {
        signal,
      }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });
}

export function useRunbook(incidentId: string) {
  const api = useApi();
  return useQuery({
    queryKey: ['runbook', incidentId],
    queryFn: ({ signal }) =>
      api<RunbookView>(`/incidents/${encodeURIComponent(incidentId)}/runbook`, { signal }),
    staleTime: 300_000,
    retry: false,
  });
}
