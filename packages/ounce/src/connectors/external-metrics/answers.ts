/** The External Metrics API, as k8s.io/metrics publishes it. Discovery first: the API server asks before it passes anything on. */
export const group = 'external.metrics.k8s.io';
export const groupVersion = `${group}/v1beta1`;
/** How many replicas Ounce wants of a service; an autoscaler divides it by an average value of one. */
export const metricName = 'ounce-replicas';

const version = { groupVersion, version: 'v1beta1' };

export const apiGroup = {
  apiVersion: 'v1',
  kind: 'APIGroup',
  name: group,
  versions: [version],
  preferredVersion: version,
};

export const apiGroupList = { apiVersion: 'v1', kind: 'APIGroupList', groups: [apiGroup] };

export const resourceList = {
  apiVersion: 'v1',
  kind: 'APIResourceList',
  groupVersion,
  resources: [
    {
      name: metricName,
      singularName: '',
      namespaced: true,
      kind: 'ExternalMetricValueList',
      verbs: ['get'],
    },
  ],
};

export interface MetricValue {
  readonly labels: Readonly<Record<string, string>>;
  readonly value: number;
}

/** An empty list is "not known": an autoscaler then leaves the replicas as they are. */
export const valueList = (values: readonly MetricValue[], nowMs: number) => ({
  kind: 'ExternalMetricValueList',
  apiVersion: groupVersion,
  metadata: {},
  items: values.map(({ labels, value }) => ({
    metricName,
    metricLabels: labels,
    timestamp: new Date(nowMs).toISOString().replace(/\.\d+Z$/, 'Z'),
    value: String(value),
  })),
});

const reasons = {
  400: 'BadRequest',
  401: 'Unauthorized',
  404: 'NotFound',
  405: 'MethodNotAllowed',
  500: 'InternalError',
} as const;

export const failure = (code: keyof typeof reasons, message: string) => ({
  kind: 'Status',
  apiVersion: 'v1',
  metadata: {},
  status: 'Failure',
  message,
  reason: reasons[code],
  code,
});
