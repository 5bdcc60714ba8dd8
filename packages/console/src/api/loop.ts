import { useQuery } from '@tanstack/react-query';
import { useApi } from './queries.ts';
import type { LoopView } from './types.ts';

export function useLoop() {
  const api = useApi();
  return useQuery({
    queryKey: ['loop'],
    queryFn: ({ signal }) => api<LoopView>('/loop', { signal }),
    refetchInterval: 15_000,
  });
}
