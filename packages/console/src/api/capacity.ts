import { useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { useApi } from './queries.ts';
import type { CapacitySummary, CapacityWeekView, ControlRecord, ControlStanding } from './types.ts';

/** A forecast is made once an hour; asking more often only costs. */
const everyMs = 300_000;

export function useCapacity() {
  const api = useApi();
  return useQuery({
    queryKey: ['capacity'],
    queryFn: ({ signal }) => api<{ items: CapacitySummary[] }>('/capacity', { signal }),
    select: ({ items }) => items,
    refetchInterval: everyMs,
  });
}

export function useCapacityWeek({ service, region }: { service: string; region: string }) {
  const api = useApi();
  return useQuery({
    queryKey: ['capacity', service, region],
    queryFn: ({ signal }) =>
      api<CapacityWeekView>(`/capacity/${encodeURIComponent(service)}/${encodeURIComponent(region)}`, {
        signal,
      }),
    refetchInterval: everyMs,
  });
}

export function useStandings() {
  const api = useApi();
  return useQuery({
    queryKey: ['standings'],
    queryFn: ({ signal }) => api<{ items: ControlStanding[] }>('/controls/standings', { signal }),
    select: ({ items }) => items,
    refetchInterval: 15_000,
  });
}

interface ModeChange {
  readonly standing: ControlStanding;
  readonly step: 'promote' | 'demote';
  /** For a promotion only where its record does not allow it. */
  readonly reason?: string;
}

/** Takes a control one mode up or down. */
export function useChangeMode() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ standing: { control, service, region }, step, reason }: ModeChange) => {
      const given = step === 'promote' ? { overrule: reason } : { reason };
      const body = { service, region, ...(reason ? given : {}) };
      return api<ControlRecord>(`/controls/${encodeURIComponent(control)}/${step}`, { method: 'POST', body });
    },
    onSuccess: () => client.invalidateQueries({ queryKey: ['standings'] }),
  });
}
