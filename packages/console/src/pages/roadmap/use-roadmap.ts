import { useQuery } from '@tanstack/react-query';
import { keys, useApi } from '../../api/queries.ts';
import type { RoadmapPage } from '../../api/types.ts';

/** The whole roadmap as far as a person can take it in: the API goes on page by page, the board stops at the first. */
export function useRoadmap() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.preventions, 'roadmap'],
    queryFn: ({ signal }) => api<RoadmapPage>('/roadmap?limit=1000', { signal }),
    refetchInterval: 15_000,
  });
}

export function useRoadmapCsv(): () => Promise<string> {
  const api = useApi();
  return async () => (await api<{ csv: string }>('/roadmap/csv')).csv;
}
