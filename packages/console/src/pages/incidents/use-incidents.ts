import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys, useApi } from '../../api/queries.ts';
import { send } from '../../api/request.ts';
import { useSession } from '../../api/session.ts';
import type {
  IncidentCorrection,
  IncidentDetail,
  IncidentPage,
  IncidentTypeList,
  IncidentView,
  NewIncident,
  TimelineView,
} from '../../api/types.ts';
import { filterParams, type IncidentSearch } from './incident-search.ts';

export const pageSize = 50;

/** One page of the list, with how many there are on all pages. */
export function useIncidentPage(search: IncidentSearch, cursor: string | undefined) {
  const api = useApi();
  const params = filterParams(search);
  params.set('limit', String(pageSize));
  params.set('count', 'true');
  if (cursor !== undefined) params.set('cursor', cursor);
  return useQuery({
    queryKey: [...keys.incidents, 'page', params.toString()],
    queryFn: ({ signal }) => api<IncidentPage>(`/incidents?${params}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 10_000,
  });
}

/** Everything that the list would show on all of its pages, as CSV. */
export function useIncidentsCsv(search: IncidentSearch): () => Promise<string> {
  const session = useSession();
  const token = session.kind === 'signed-in' ? session.token : '';
  return async () => (await send(token, `/incidents/export?${filterParams(search)}`)).text();
}

export function useIncidentTypes() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.incidents, 'types'],
    queryFn: ({ signal }) => api<IncidentTypeList>('/incidents/types', { signal }),
    select: ({ items }) => items,
    staleTime: 300_000,
  });
}

const path = (id: string) => `/incidents/${encodeURIComponent(id)}`;

export function useIncident(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.incidents, 'one', id],
    queryFn: ({ signal }) => api<IncidentDetail>(path(id), { signal }),
    refetchInterval: 5_000,
  });
}

export function useTimeline(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.incidents, 'timeline', id],
    queryFn: ({ signal }) => api<TimelineView>(`${path(id)}/timeline`, { signal }),
    select: ({ items }) => items,
    refetchInterval: 5_000,
  });
}

export type StepName = 'ack' | 'mitigate' | 'resolve' | 'reopen';

export function useOpenIncident() {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: NewIncident) => api<IncidentView>('/incidents', { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.incidents }),
  });
}

/** Takes an incident a step on. What the page shows is what the governor answers, never what was pressed. */
export function useIncidentStep(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: ({ step, ...body }: { step: StepName; why: string; atMs?: number }) =>
      api<IncidentView>(`${path(id)}/${step}`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.incidents }),
  });
}

export function useCorrectIncident(id: string) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: IncidentCorrection) =>
      api<IncidentView>(`${path(id)}/correct`, { method: 'POST', body }),
    onSuccess: () => client.invalidateQueries({ queryKey: keys.incidents }),
  });
}
