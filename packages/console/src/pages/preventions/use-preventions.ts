import { keepPreviousData, useMutation, useQuery, useQueryClient } from '@tanstack/react-query';
import { keys, useApi } from '../../api/queries.ts';
import type { PreventionDetail, PreventionEdit, PreventionView, RootCauseView } from '../../api/types.ts';
import type { PreventionSearch } from './prevention-search.ts';
import type { Status } from './prevention-words.ts';

interface PreventionPage {
  readonly items: readonly PreventionView[];
  readonly next?: string;
}

const pageSize = 50;
const most = 1_000;

export function usePreventionPage(search: PreventionSearch, cursor: string | undefined) {
  const api = useApi();
  const params = new URLSearchParams({ ...search, limit: String(pageSize), ...(cursor ? { cursor } : {}) });
  return useQuery({
    queryKey: [...keys.preventions, 'page', params.toString()],
    queryFn: ({ signal }) => api<PreventionPage>(`/preventions?${params}`, { signal }),
    placeholderData: keepPreviousData,
    refetchInterval: 15_000,
  });
}

/** Everything that the list would show on all of its pages. */
export function useAllPreventions(search: PreventionSearch): () => Promise<readonly PreventionView[]> {
  const api = useApi();
  return async () => {
    const all: PreventionView[] = [];
    for (let cursor: string | undefined; ; ) {
      const params = new URLSearchParams({ ...search, limit: String(most), ...(cursor ? { cursor } : {}) });
      const page = await api<PreventionPage>(`/preventions?${params}`);
      all.push(...page.items);
      if (page.next === undefined) return all;
      cursor = page.next;
    }
  };
}

const path = (id: string) => `/preventions/${encodeURIComponent(id)}`;

export function usePrevention(id: string) {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.preventions, 'one', id],
    queryFn: ({ signal }) => api<PreventionDetail>(path(id), { signal }),
    refetchInterval: 10_000,
  });
}

export function useRootCauses() {
  const api = useApi();
  return useQuery({
    queryKey: [...keys.preventions, 'root-causes'],
    queryFn: ({ signal }) => api<{ items: RootCauseView[] }>('/root-causes', { signal }),
    select: ({ items }) => items,
    staleTime: 60_000,
  });
}

/** One change of a prevention; what the page shows afterwards is what the governor answers. */
function usePreventionChange<Body>(send: (api: ReturnType<typeof useApi>, body: Body) => Promise<unknown>) {
  const api = useApi();
  const client = useQueryClient();
  return useMutation({
    mutationFn: (body: Body) => send(api, body),
    onSettled: () => client.invalidateQueries({ queryKey: keys.preventions }),
  });
}

export const useCheckStep = (id: string) =>
  usePreventionChange((api, body: { step: number; done: boolean }) =>
    api(`${path(id)}/check`, { method: 'POST', body }),
  );

export const useSetStatus = (id: string) =>
  usePreventionChange((api, body: { status: Status; reason?: string }) =>
    api(`${path(id)}/status`, { method: 'POST', body }),
  );

export const useVerify = (id: string) =>
  usePreventionChange((api, _: undefined) => api(`${path(id)}/verify`, { method: 'POST', body: {} }));

export const useEditPrevention = (id: string) =>
  usePreventionChange((api, body: PreventionEdit) => api(path(id), { method: 'PATCH', body }));

export const useLoadCatalogue = () =>
  usePreventionChange((api, _: undefined) => api('/catalogue/starter', { method: 'POST', body: {} }));
