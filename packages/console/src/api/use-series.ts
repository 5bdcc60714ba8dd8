import { useQuery, useQueryClient } from '@tanstack/react-query';
import { useEffect } from 'react';
import { useLive } from './live.tsx';
import { keys, useApi } from './queries.ts';
import { appendReading, readingOf, type Series, trimSeries } from './series.ts';
import type { SeriesView } from './types.ts';

interface Wanted {
  readonly service: string;
  readonly region: string;
  readonly signal: SeriesView['signal'];
  readonly windowMs: number;
}

/** One series of the last `windowMs`: read once from the API, then carried on by the live states. */
export function useSeries({ service, region, signal, windowMs }: Wanted) {
  const api = useApi();
  const client = useQueryClient();
  const { latest } = useLive();
  const queryKey = [...keys.series, service, region, signal, windowMs];
  const query = useQuery({
    queryKey,
    queryFn: async ({ signal: abort }): Promise<Series> => {
      const sinceMs = String((latest?.state.atMs ?? 0) - windowMs);
      const search = new URLSearchParams({ service, region, signal, sinceMs });
      return api<SeriesView>(`/series?${search}`, { signal: abort });
    },
    // The live states only add; now and then the governor's own record takes their place.
    refetchInterval: 60_000,
    structuralSharing: false,
  });

  useEffect(() => {
    const state = latest?.state;
    const found = state?.services.find((other) => other.service === service && other.region === region);
    const reading = state && found && readingOf(state, found, signal);
    if (!reading) return;
    client.setQueryData<Series>(
      [...keys.series, service, region, signal, windowMs],
      (old) => old && trimSeries(appendReading(old, reading.atMs, reading.value), state.atMs - windowMs),
    );
  }, [client, latest, service, region, signal, windowMs]);

  return query;
}
