import type { TypeCatalogue } from './strategy.ts';

export const latency: TypeCatalogue = {
  incidentType: 'latency_spike',
  rootCauses: ['Resource contention', 'Inefficient queries', 'GC pauses', 'Network congestion'],
  strategies: [
    {
      id: 'query-performance-monitoring',
      title: 'Query Performance Monitoring',
      status: 'in_progress',
      kind: 'monitoring',
      rootCauses: ['inefficient-queries'],
      oldApproach: 'No monitoring, slow queries hidden in logs',
      newApproach: ['Continuous query performance tracking', 'Alert on slow queries', 'Auto-suggest indexes'],
      checklist: [
        '[ ] Deploy query monitoring',
        '[ ] Integrate with alerting',
        '[ ] Run auto-index analysis',
        '[ ] Implement auto-indexing (safe, pre-tested)',
      ],
      owner: 'Database Team',
      target: '2026-02-20',
      expectedImpact: {
        says: 'Reduce latency spike incidents by 80%',
        metric: 'incident_rate',
        percent: 80,
      },
    },
    {
      id: 'resource-monitoring-and-limits',
      title: 'Resource Monitoring & Limits',
      status: 'in_progress',
      kind: 'monitoring',
      rootCauses: ['resource-contention', 'gc-pauses'],
      oldApproach: 'CPU/memory monitored but no limits enforced',
      newApproach: [
        'Hard limits on CPU/memory per pod',
        'Auto-scale when limit approached',
        'Alert on resource pressure',
      ],
      checklist: [
        '[x] Set resource limits in Kubernetes',
        '[ ] Test behavior at limits',
        '[ ] Validate no production impact',
      ],
      owner: 'DevOps Team',
      target: '2026-01-31',
      expectedImpact: { says: 'Prevent GC pauses (in Java services)', metric: 'incident_rate' },
    },
    {
      id: 'load-testing-and-capacity-headroom',
      title: 'Load Testing & Capacity Headroom',
      status: 'planned',
      kind: 'testing',
      rootCauses: ['resource-contention'],
      oldApproach: 'No regular load testing',
      newApproach: [
        'Weekly load tests (baseline establishment)',
        'Monthly stress tests (find breaking point)',
        'Maintain 50% capacity headroom',
      ],
      checklist: [
        '[ ] Create load test suite',
        '[ ] Run weekly benchmarks',
        '[ ] Track trending (capacity usage over time)',
        '[ ] Adjust capacity planning based on data',
      ],
      owner: 'Performance Team',
      target: '2026-02-15',
      expectedImpact: { says: 'Prevent surprise capacity issues', metric: 'incident_rate' },
    },
  ],
};
