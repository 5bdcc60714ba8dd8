import type { PublishedKind } from './published.ts';

/** One operation of the published API: what it takes and what it answers. */
export interface Operation {
  readonly method: 'GET' | 'POST' | 'PATCH';
  readonly path: RegExp;
  readonly query: readonly string[];
  readonly takes?: PublishedKind;
  readonly does:
    | 'version'
    | 'list'
    | 'get'
    | 'patch'
    | 'getScale'
    | 'patchScale'
    | 'evict'
    | 'review'
    | 'apply'
    | 'frontProxy';
  readonly plural?: string;
}

const listQuery = [
  'labelSelector',
  'fieldSelector',
  'limit',
  'continue',
  'resourceVersion',
  'timeoutSeconds',
  'watch',
  'allowWatchBookmarks',
];
const patchQuery = ['dryRun', 'fieldManager', 'fieldValidation', 'force'];
const name = '(?<name>[a-z0-9.-]+)';
const under = (api: string, plural: string, rest = '') =>
  new RegExp(`^${api}/namespaces/(?<namespace>[a-z0-9-]+)/${plural}${rest}$`);

function resource(api: string, plural: string, kind: PublishedKind): readonly Operation[] {
  return [
    { method: 'GET', path: under(api, plural), query: listQuery, does: 'list', plural },
    { method: 'GET', path: under(api, plural, `/${name}`), query: [], does: 'get', plural },
    {
      ...{ method: 'PATCH', path: under(api, plural, `/${name}`), query: patchQuery },
      ...{ takes: kind, does: 'patch', plural },
    },
  ];
}

function scaled(api: string, plural: string): readonly Operation[] {
  const path = under(api, plural, `/${name}/scale`);
  return [
    { method: 'GET', path, query: [], does: 'getScale', plural },
    { method: 'PATCH', path, query: patchQuery, takes: 'Scale', does: 'patchScale', plural },
  ];
}

export const operations: readonly Operation[] = [
  { method: 'GET', path: /^\/version$/, query: [], does: 'version' },
  {
    ...{ method: 'GET', query: [], does: 'frontProxy' },
    path: /^\/api\/v1\/namespaces\/kube-system\/configmaps\/extension-apiserver-authentication$/,
  },
  ...resource('/api/v1', 'pods', 'Pod'),
  ...resource('/apis/apps/v1', 'deployments', 'Deployment'),
  ...resource('/apis/apps/v1', 'statefulsets', 'StatefulSet'),
  ...scaled('/apis/apps/v1', 'deployments'),
  ...scaled('/apis/apps/v1', 'statefulsets'),
  ...resource('/apis/autoscaling/v2', 'horizontalpodautoscalers', 'HorizontalPodAutoscaler'),
  {
    ...{ method: 'POST', path: under('/api/v1', 'pods', `/${name}/eviction`) },
    ...{ query: ['dryRun', 'fieldManager', 'fieldValidation'], takes: 'Eviction', does: 'evict' },
  },
  {
    ...{ method: 'PATCH', path: under('/apis/keda.sh/v1alpha1', 'scaledobjects', `/${name}`) },
    ...{ query: patchQuery, takes: 'ScaledObject', does: 'apply' },
  },
  {
    ...{ method: 'POST', path: /^\/apis\/authorization\.k8s\.io\/v1\/selfsubjectaccessreviews$/ },
    ...{ query: patchQuery, takes: 'SelfSubjectAccessReview', does: 'review' },
  },
];
