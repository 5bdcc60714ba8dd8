import { useQuery } from '@tanstack/react-query';
import { useApi } from './queries.ts';
import type { ReportDocument, ReportSummaryView } from './types.ts';

export const cadences = ['weekly', 'monthly', 'quarterly', 'annual'] as const;
export type Cadence = (typeof cadences)[number];

export function useReports() {
  const api = useApi();
  return useQuery({
    queryKey: ['reports'],
    queryFn: ({ signal }) => api<{ items: ReportSummaryView[] }>('/reports', { signal }),
    select: ({ items }) => items,
    refetchInterval: 60_000,
  });
}

/** One that was made, or one made now when only its cadence is named. */
export function useReport({ id, cadence }: { id?: string; cadence?: Cadence }) {
  const api = useApi();
  const path = id === undefined ? `/reviews-now/${cadence}` : `/reports/${encodeURIComponent(id)}`;
  return useQuery({
    queryKey: ['report', path],
    queryFn: ({ signal }) => api<ReportDocument>(path, { signal }),
    staleTime: id === undefined ? 0 : 300_000,
  });
}
