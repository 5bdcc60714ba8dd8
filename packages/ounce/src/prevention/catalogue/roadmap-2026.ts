import type { RoadmapRow, Strategy } from './strategy.ts';

/** What stands in the roadmap and has no section of its own. */
export const roadmapOnly: readonly (Strategy & { readonly incidentTypes: readonly string[] })[] = [
  {
    id: 'service-mesh-integration',
    title: 'Service mesh integration',
    status: 'planned',
    kind: 'architecture',
    incidentTypes: ['circuit_breaker_open', 'latency_spike'],
    rootCauses: ['network-congestion', 'cascading-failures-across-services'],
    oldApproach: '',
    newApproach: [],
    checklist: [],
    owner: 'DevOps Team',
    target: '2026-Q2',
  },
  {
    id: 'chaos-engineering-suite',
    title: 'Chaos engineering suite',
    status: 'planned',
    kind: 'testing',
    incidentTypes: ['queue_backlog', 'circuit_breaker_open', 'region_failover'],
    rootCauses: ['incomplete-failover-testing', 'cascading-failures-across-services'],
    oldApproach: '',
    newApproach: [],
    checklist: [],
    owner: 'QA Team',
    target: '2026-Q2',
  },
];

export const roadmap2026: Readonly<Record<'2026-Q1' | '2026-Q2', readonly RoadmapRow[]>> = {
  '2026-Q1': [
    {
      id: 'circuit-breaker-pattern',
      priority: 'P0',
      initiative: 'Circuit breaker on all services',
      status: 'in_progress',
    },
    {
      id: 'service-health-monitoring',
      priority: 'P0',
      initiative: 'Health check monitoring + auto-restart',
      status: 'in_progress',
    },
    {
      id: 'continuous-capacity-planning',
      priority: 'P1',
      initiative: 'Continuous capacity planning',
      status: 'planned',
    },
    {
      id: 'query-performance-monitoring',
      priority: 'P1',
      initiative: 'Query performance monitoring',
      status: 'planned',
    },
    {
      id: 'input-validation-enforcement',
      priority: 'P1',
      initiative: 'Input validation enforcement',
      status: 'in_progress',
    },
    { id: 'canary-deployments', priority: 'P1', initiative: 'Canary deployments', status: 'planned' },
    { id: 'schema-versioning', priority: 'P2', initiative: 'Schema versioning', status: 'planned' },
    {
      id: 'resource-monitoring-and-limits',
      priority: 'P2',
      initiative: 'Resource limits enforcement',
      status: 'pending',
    },
    {
      id: 'regular-failover-drills',
      priority: 'P2',
      initiative: 'Monthly failover drills',
      status: 'rolling',
    },
  ],
  '2026-Q2': [
    { id: 'predictive-scaling', priority: 'P0', initiative: 'Predictive scaling', status: 'planned' },
    {
      id: 'load-testing-and-capacity-headroom',
      priority: 'P0',
      initiative: 'Load testing & capacity headroom',
      status: 'planned',
    },
    {
      id: 'multi-region-active-active',
      priority: 'P1',
      initiative: 'Active-active multi-region',
      status: 'planned',
    },
    {
      id: 'service-mesh-integration',
      priority: 'P1',
      initiative: 'Service mesh integration',
      status: 'planned',
    },
    {
      id: 'chaos-engineering-suite',
      priority: 'P2',
      initiative: 'Chaos engineering suite',
      status: 'planned',
    },
  ],
};

/** Dated measures of the dashboard "Preventive Measures Implemented", by the prevention that they belong to. */
export const dashboardMeasures: readonly { readonly id: string; readonly says: string }[] = [
  { id: 'circuit-breaker-pattern', says: 'Circuit breaker deployed: Jan 31 (not ticked off)' },
  { id: 'predictive-scaling', says: 'Auto-scaling threshold lowered: Jan 25 (not ticked off)' },
  { id: 'faster-monitoring-resolution', says: 'Monitoring resolution improved: Jan 25 (not ticked off)' },
  { id: 'health-check-optimization', says: 'Health check frequency increased: Jan 30 (not ticked off)' },
];
