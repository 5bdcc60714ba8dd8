import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keys, useApi } from './queries.ts';
import type { ExperimentView, FreezeView, StartExperiment } from './types.ts';

/** Sets or lifts the freeze. The banner itself follows the live state, so that it never says what is not so. */
export function useFreeze() {
  const api = useApi();
  return useMutation({
    mutationFn: ({ freeze, reason }: { freeze: boolean; reason: string }) =>
      api<FreezeView>('/freeze', { method: freeze ? 'POST' : 'DELETE', body: { reason } }),
  });
}

export function useStartExperiment() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: StartExperiment) => api<ExperimentView>('/experiments', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.experiments }),
  });
}

export function useAbortExperiment() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (id: string) => api<unknown>(`/experiments/${encodeURIComponent(id)}`, { method: 'DELETE' }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.experiments }),
  });
}
