import { useQuery } from '@tanstack/react-query';
import { ApiProblem, sendForJson } from './request.ts';
import { refuseToken, useSession } from './session.ts';
import type { ActionRecord, ExperimentView, TokenView } from './types.ts';

/** One function to ask the API with this session's token; a 401 signs the session out. */
export function useApi() {
  const session = useSession();
  const token = session.kind === 'signed-in' ? session.token : '';
  return async <T>(path: string, options?: Parameters<typeof sendForJson>[2]): Promise<T> => {
    try {
      return await sendForJson<T>(token, path, options);
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 401) refuseToken(token);
      throw error;
    }
  };
}

export const keys = {
  whoami: ['whoami'],
  actions: ['actions'],
  incidents: ['incidents'],
  reviews: ['reviews'],
  preventions: ['preventions'],
  experiments: ['experiments'],
  series: ['series'],
} as const;

interface Whoami {
  readonly role: TokenView['role'];
  readonly tokenId: string;
}

export function useWhoami() {
  const api = useApi();
  return useQuery({
    queryKey: keys.whoami,
    queryFn: ({ signal }) => api<Whoami>('/whoami', { signal }),
    staleTime: 60_000,
  });
}

export function useActions(target: { service: string; region: string }, limit: number) {
  const api = useApi();
  const query = new URLSearchParams({ ...target, limit: String(limit) });
  return useQuery({
    queryKey: [...keys.actions, target.service, target.region, limit],
    queryFn: ({ signal }) => api<{ items: ActionRecord[] }>(`/actions?${query}`, { signal }),
    select: ({ items }) => items,
    refetchInterval: 4_000,
  });
}

export function useExperiments(limit: number) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.experiments, limit],
    queryFn: ({ signal }) => api<{ items: ExperimentView[] }>(`/experiments?limit=${limit}`, { signal }),
    select: ({ items }) => items,
    refetchInterval: 10_000,
  });
}
