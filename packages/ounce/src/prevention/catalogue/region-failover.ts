import type { TypeCatalogue } from './strategy.ts';

export const regionFailover: TypeCatalogue = {
  incidentType: 'region_failover',
  rootCauses: [
    'Single points of failure',
    'Slow health checks',
    'Data replication lag',
    'Incomplete failover testing',
  ],
  strategies: [
    {
      id: 'multi-region-active-active',
      title: 'Multi-Region Active-Active',
      status: 'planned',
      kind: 'architecture',
      rootCauses: ['single-points-of-failure', 'data-replication-lag'],
      oldApproach: 'Active-Passive (primary/standby)',
      newApproach: [
        'Both regions active simultaneously',
        'Distribute load across regions',
        'No single point of failure',
      ],
      checklist: [
        '[ ] Design active-active architecture',
        '[ ] Implement globally distributed data',
        '[ ] Test failover with live traffic',
        '[ ] Gradual rollout',
      ],
      owner: 'System Architect',
      target: '2026-Q2',
      expectedImpact: { says: 'Eliminate full region failure scenarios', metric: 'incident_rate' },
    },
    {
      id: 'regular-failover-drills',
      title: 'Regular Failover Drills',
      status: 'in_progress',
      kind: 'testing',
      rootCauses: ['incomplete-failover-testing'],
      oldApproach: 'Failover untested, might not work',
      newApproach: [
        'Monthly failover test (simulate region failure)',
        'Measure MTTR',
        'Identify failures early',
      ],
      checklist: [
        '[x] Design failover test procedure',
        '[ ] Run first drill (Feb 1)',
        '[ ] Run monthly (continue)',
        '[ ] Track metrics',
        '[ ] Fix any issues',
      ],
      owner: 'SRE Team',
      expectedImpact: { says: 'Confidence in failover mechanism', metric: 'none' },
    },
    {
      id: 'health-check-optimization',
      title: 'Health Check Optimization',
      status: 'complete',
      kind: 'monitoring',
      rootCauses: ['slow-health-checks'],
      oldApproach: 'Health checks every 30 seconds',
      newApproach: ['Health checks every 10 seconds', 'Faster failure detection', 'Quicker failover'],
      checklist: ['[x] Implemented 10-sec health checks', '[x] Verified no performance impact'],
      expectedImpact: {
        says: 'Reduce MTTR by 30% (faster detection)',
        metric: 'time_to_recover',
        percent: 30,
      },
      completed: '2026-01-30',
    },
  ],
};
