import { useQuery } from '@tanstack/react-query';
import { useApi } from './queries.ts';
import type { ScalingStoryView } from './types.ts';

interface Asked {
  readonly service: string;
  readonly region: string;
  readonly hours: number;
}

export function useScalingStory({ service, region, hours }: Asked) {
  const api = useApi();
  const path = `/scaling/${encodeURIComponent(service)}/${encodeURIComponent(region)}?hours=${hours}`;
  return useQuery({
    queryKey: ['scaling', service, region, hours],
    queryFn: ({ signal }) => api<ScalingStoryView>(path, { signal }),
    refetchInterval: 60_000,
  });
}
