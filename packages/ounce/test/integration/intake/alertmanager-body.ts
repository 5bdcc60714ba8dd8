/** A notification as Alertmanager's webhook sends it, version 4. */
export function notification(alerts: readonly object[], status: 'firing' | 'resolved' = 'firing') {
  return {
    version: '4',
    groupKey: '{}:{alertname="HighDepth"}',
    truncatedAlerts: 0,
    status,
    receiver: 'ounce',
    groupLabels: { alertname: 'HighDepth' },
    commonLabels: {},
    commonAnnotations: {},
    externalURL: 'http://alertmanager.example',
    alerts,
  };
}

export function alert(more: object = {}) {
  return {
    status: 'firing',
    labels: {
      alertname: 'HighDepth',
      service: 'consumer',
      severity: 'critical',
      incident_type: 'queue_backlog',
    },
    annotations: { summary: 'The queue is deep.' },
    startsAt: '2026-03-01T08:00:00.123456789Z',
    endsAt: '0001-01-01T00:00:00Z',
    generatorURL: 'http://prometheus.example/graph',
    fingerprint: 'a1b2c3d4e5f60718',
    ...more,
  };
}
