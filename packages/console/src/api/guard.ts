import { useQuery } from '@tanstack/react-query';
import { keys, useApi } from './queries.ts';
import type {
  BreakerChangeView,
  BreakerView,
  GuardCoverageView,
  IncidentView,
  LiveCoverageView,
  RestartView,
  ServiceHealthView,
  WarningView,
} from './types.ts';

/** Guards report their transitions within a quarter of a second. */
const soonMs = 2_000;
const laterMs = 10_000;

/** A list that is read anew every so often. */
function useItems<Item>(path: string, refetchInterval: number) {
  const api = useApi();
  return useQuery({
    queryKey: ['guard', path],
    queryFn: ({ signal }) => api<{ items: Item[] }>(path, { signal }),
    select: ({ items }) => items,
    refetchInterval,
  });
}

export const useBreakers = () => useItems<BreakerView>('/guard/breakers', soonMs);
export const useTransitions = (limit: number) =>
  useItems<BreakerChangeView>(`/guard/transitions?limit=${limit}`, soonMs);
export const useRestarts = (limit: number) => useItems<RestartView>(`/restarts?limit=${limit}`, soonMs);

interface Health {
  readonly items: readonly ServiceHealthView[];
  readonly warnings: readonly WarningView[];
}

/** What probing has found, and what controls warn of. */
export function useHealth() {
  const api = useApi();
  return useQuery({
    queryKey: ['guard', 'health'],
    queryFn: ({ signal }) => api<Health>('/health', { signal }),
    refetchInterval: soonMs,
  });
}

export interface Coverage {
  readonly items: readonly GuardCoverageView[];
  readonly live: readonly LiveCoverageView[];
}

export function useCoverage() {
  const api = useApi();
  return useQuery({
    queryKey: ['guard', 'coverage'],
    queryFn: ({ signal }) => api<Coverage>('/guard/coverage', { signal }),
    refetchInterval: laterMs,
  });
}

/** The newest incidents of one type. */
export function useIncidentsOf(type: string, limit: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.incidents, 'of', type, limit],
    queryFn: ({ signal }) =>
      api<{ items: IncidentView[] }>(`/incidents?type=${type}&limit=${limit}`, { signal }),
    select: ({ items }) => items,
    refetchInterval: laterMs,
  });
}
