import { builtInIncidentTypes, controls } from '@ounce/core';
import { describe, expect, test } from 'vitest';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { builtInScenarios } from '../../experiments/index.ts';
import { openLedger } from '../../ledger/index.ts';
import { loadStarterCatalogue, starterPreventions, starterRootCauses, starterTargets } from './index.ts';

const preventions = starterPreventions.map(({ prevention }) => prevention);
/** What the source document says, written out once more by hand: section by section. */
const strategies: readonly (readonly [string, string, string, string, string, string | undefined])[] = [
  // title, ticks, owner, target, expected impact, type
  [
    'Continuous Capacity Planning',
    '.....',
    'Capacity Planning Team',
    '2026-02-28',
    'Reduce queue backlog incidents by 90%',
    'queue_backlog',
  ],
  [
    'Faster Monitoring Resolution',
    'xxx',
    '',
    '',
    'Early detection of trends (now catch 30% faster)',
    'queue_backlog',
  ],
  [
    'Predictive Scaling',
    '.....',
    'SRE Team',
    '2026-03-15',
    'Queue depth spikes limited to < 50% increase (vs. 10x currently)',
    'queue_backlog',
  ],
  [
    'Circuit Breaker Pattern',
    'xx...',
    'Backend Team',
    '2026-02-15',
    'Reduce cascade failure incidents by 95%',
    'circuit_breaker_open',
  ],
  ['Timeout Configuration', 'xx', '', '', 'Faster failure detection', 'circuit_breaker_open'],
  [
    'Service Health Monitoring',
    'x...',
    'DevOps Team',
    '2026-01-31',
    'Reduce service crash recovery time by 90%',
    'circuit_breaker_open',
  ],
  [
    'Query Performance Monitoring',
    '....',
    'Database Team',
    '2026-02-20',
    'Reduce latency spike incidents by 80%',
    'latency_spike',
  ],
  [
    'Resource Monitoring & Limits',
    'x..',
    'DevOps Team',
    '2026-01-31',
    'Prevent GC pauses (in Java services)',
    'latency_spike',
  ],
  [
    'Load Testing & Capacity Headroom',
    '....',
    'Performance Team',
    '2026-02-15',
    'Prevent surprise capacity issues',
    'latency_spike',
  ],
  [
    'Canary Deployments',
    '....',
    'DevOps / Release Team',
    '2026-03-01',
    'Catch deployment bugs before 100% impact',
    'error_rate_spike',
  ],
  [
    'Schema Versioning',
    '....',
    'API Team',
    '2026-02-28',
    'Reduce client-induced errors by 70%',
    'error_rate_spike',
  ],
  [
    'Input Validation Enforcement',
    'x...',
    'Backend Team',
    '2026-02-10',
    'Reduce invalid input errors by 95%',
    'error_rate_spike',
  ],
  [
    'Multi-Region Active-Active',
    '....',
    'System Architect',
    '2026-Q2',
    'Eliminate full region failure scenarios',
    'region_failover',
  ],
  ['Regular Failover Drills', 'x....', 'SRE Team', '', 'Confidence in failover mechanism', 'region_failover'],
  ['Health Check Optimization', 'xx', '', '', 'Reduce MTTR by 30% (faster detection)', 'region_failover'],
];

const approaches: Readonly<Record<string, readonly [string, number, string]>> = {
  // title: old approach, how many points the new one has, its last point
  'Continuous Capacity Planning': [
    'Quarterly capacity review (outdated quickly)',
    4,
    'Scale preemptively (before spike)',
  ],
  'Faster Monitoring Resolution': [
    'Metrics every 60 seconds (coarse, missed trends)',
    3,
    'Latency: Every 10 seconds (performance indicator)',
  ],
  'Predictive Scaling': ['Reactive scaling (wait for spike, then scale)', 4, 'Reduces spike severity'],
  'Circuit Breaker Pattern': [
    'Service calls timeout after 1s (cascading failures possible)',
    3,
    'Prevent cascading failures',
  ],
  'Timeout Configuration': ['Long timeouts (500ms), causing cascades', 3, 'Fail-fast responses'],
  'Service Health Monitoring': ['Application-level monitoring only', 3, 'Auto-restart on repeated failures'],
  'Query Performance Monitoring': ['No monitoring, slow queries hidden in logs', 3, 'Auto-suggest indexes'],
  'Resource Monitoring & Limits': [
    'CPU/memory monitored but no limits enforced',
    3,
    'Alert on resource pressure',
  ],
  'Load Testing & Capacity Headroom': ['No regular load testing', 3, 'Maintain 50% capacity headroom'],
  'Canary Deployments': ['Deploy to 100% immediately (risky)', 4, 'Auto-rollback if error rate spikes'],
  'Schema Versioning': ['API changes can break clients', 3, 'Deprecation periods before breaking changes'],
  'Input Validation Enforcement': [
    'Validation optional, some inputs unvalidated',
    3,
    'Type enforcement at API boundary',
  ],
  'Multi-Region Active-Active': ['Active-Passive (primary/standby)', 3, 'No single point of failure'],
  'Regular Failover Drills': ['Failover untested, might not work', 3, 'Identify failures early'],
  'Health Check Optimization': ['Health checks every 30 seconds', 3, 'Quicker failover'],
};

const roadmap: Readonly<Record<string, readonly (readonly [string, string, string, string])[]>> = {
  '2026-Q1': [
    ['P0', 'Circuit breaker on all services', '2026-02-15', 'in_progress'],
    ['P0', 'Health check monitoring + auto-restart', '2026-01-31', 'in_progress'],
    ['P1', 'Continuous capacity planning', '2026-02-28', 'planned'],
    ['P1', 'Query performance monitoring', '2026-02-20', 'planned'],
    ['P1', 'Input validation enforcement', '2026-02-10', 'in_progress'],
    ['P1', 'Canary deployments', '2026-03-01', 'planned'],
    ['P2', 'Schema versioning', '2026-02-28', 'planned'],
    ['P2', 'Resource limits enforcement', '2026-01-31', 'pending'],
    ['P2', 'Monthly failover drills', '', 'rolling'],
  ],
  '2026-Q2': [
    ['P0', 'Predictive scaling', '2026-03-15', 'planned'],
    ['P0', 'Load testing & capacity headroom', '2026-02-15', 'planned'],
    ['P1', 'Active-active multi-region', '2026-Q2', 'planned'],
    ['P1', 'Service mesh integration', '2026-Q2', 'planned'],
    ['P2', 'Chaos engineering suite', '2026-Q2', 'planned'],
  ],
};

describe('the starter catalogue has what its source says', () => {
  test('four root causes for each of the five types', () => {
    const titles = (type: string) =>
      starterRootCauses.filter(({ incidentType }) => incidentType === type).map(({ title }) => title);
    expect(builtInIncidentTypes.map(titles)).toEqual([
      [
        'Capacity planning outdated',
        'Auto-scaling threshold too high',
        'Monitoring resolution too coarse',
        'No predictive scaling',
      ],
      [
        'Downstream service unreliable',
        'No timeout on dependency calls',
        'Cascading failures across services',
        'Slow service causing cascades',
      ],
      ['Resource contention', 'Inefficient queries', 'GC pauses', 'Network congestion'],
      ['Deployment bugs', 'Configuration errors', 'Data validation issues', 'Dependency failures'],
      [
        'Single points of failure',
        'Slow health checks',
        'Data replication lag',
        'Incomplete failover testing',
      ],
    ]);
  });

  test.each(strategies)('%s', (title, ticks, owner, target, impact, type) => {
    const prevention = preventions.find((one) => one.title === title);
    expect(prevention).toMatchObject({ owner, expectedImpact: { says: impact }, incidentTypes: [type] });
    expect(prevention?.target ?? '').toBe(target);
    expect(prevention?.checklist.map(({ done }) => (done ? 'x' : '.')).join('')).toBe(ticks);
    const [old, points, last] = approaches[title]!;
    expect(prevention?.oldApproach).toBe(old);
    expect([prevention?.newApproach.length, prevention?.newApproach.at(-1)]).toEqual([points, last]);
  });

  test('three strategies are complete, the others are not', () => {
    const complete = preventions.filter(({ status }) => status === 'complete').map(({ id }) => id);
    expect(complete).toEqual([
      'faster-monitoring-resolution',
      'timeout-configuration',
      'health-check-optimization',
    ]);
  });

  test.each(Object.keys(roadmap))('the roadmap of %s', (quarter) => {
    const rows = roadmap[quarter]!.map(([priority, initiative, target, status]) => {
      const found = preventions.find(
        (one) => (one.initiative ?? one.title).toLowerCase() === initiative.toLowerCase(),
      );
      expect(found, initiative).toMatchObject({ priority, status });
      expect(found?.target ?? '').toBe(target);
      return found?.id;
    });
    expect(new Set(rows).size).toBe(rows.length);
  });

  test('where section and roadmap differ, the difference is kept', () => {
    const differ = starterPreventions.flatMap(({ prevention, says }) => (says ? [prevention.id] : []));
    expect(differ.sort()).toEqual([
      'continuous-capacity-planning',
      'query-performance-monitoring',
      'regular-failover-drills',
      'resource-monitoring-and-limits',
    ]);
  });
});

describe('the starter catalogue holds together', () => {
  test('17 preventions: 15 with a section, 2 of the roadmap alone', () => {
    expect(preventions).toHaveLength(17);
    expect(preventions.filter(({ checklist }) => checklist.length > 0)).toHaveLength(15);
  });

  test('every root cause that is named exists, and each has a prevention against it', () => {
    const named = new Set(preventions.flatMap(({ rootCauses }) => rootCauses));
    expect([...named].sort()).toEqual(starterRootCauses.map(({ id }) => id).sort());
  });

  test('every control that carries a prevention is in the registry', () => {
    const named = preventions.flatMap(({ control }) => control ?? []);
    expect(named).toEqual(expect.arrayContaining(['predictive-scaling', 'service-health']));
    expect(named.filter((id) => !controls.some((control) => control.id === id))).toEqual([]);
  });

  test('every experiment that verifies one is a scenario that ships', () => {
    const known = new Set(builtInScenarios.map(({ name }) => name));
    const named = preventions.flatMap(({ experiment }) => experiment ?? []);
    expect(named).toContain('queue_backlog');
    expect(named.filter((name) => !known.has(name))).toEqual([]);
  });
});

test('loading it twice does nothing, and what a team has changed stays', async () => {
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  const first = await loadStarterCatalogue({ ledger, clock }, 'local');
  expect(first).toEqual({
    ...{ rootCauses: { added: 20, kept: 0 }, preventions: { added: 17, kept: 0 } },
    targets: { added: 6, kept: 0 },
  });
  const found = preventions.find(({ id }) => id === 'schema-versioning')!;
  const prevention = { ...found, version: 2, owner: 'Ada' };
  const event = { kind: 'prevention.saved', data: { prevention } } as const;
  await ledger.append([{ atMs: 1, actor: 'local', subject: 'prevention:schema-versioning', ...event }]);
  const seq = ledger.query.head().seq;
  const second = await loadStarterCatalogue({ ledger, clock }, 'local');
  expect(second).toEqual({
    ...{ rootCauses: { added: 0, kept: 20 }, preventions: { added: 0, kept: 17 } },
    targets: { added: 0, kept: 6 },
  });
  expect(ledger.query.head().seq).toBe(seq);
  expect(ledger.query.prevention('schema-versioning')?.owner).toBe('Ada');
  await ledger.close();
});

test('the tables of its dashboard are targets, and what it says was reached is a claim', () => {
  const said = starterTargets.map(({ id, incidentsPerMonth, minutesToRecover, claimed }) => {
    const { incidentsPerMonth: often, minutesToRecover: long } = claimed ?? {};
    return [id, often?.before, often?.after, long?.before, long?.after, incidentsPerMonth, minutesToRecover];
  });
  expect(said).toEqual([
    ['queue_backlog', 3, 0.5, 25, 3, 0.5, 3],
    ['circuit_breaker_open', 2, 0.2, 8, 2, 0.2, 2],
    ['latency_spike', 5, 1.5, 15, 5, 1.5, 5],
    ['error_rate_spike', 4, 0.5, 18, 3, 0.5, 3],
    ['region_failover', 0.1, 0, 12, 8, 0, 8],
    ['customers', undefined, undefined, undefined, undefined, undefined, undefined],
  ]);
  expect(starterTargets.at(-1)).toEqual({
    ...{ id: 'customers', version: 1, availability: 0.9998, creditsDownPercent: 65, ticketsDownPercent: 45 },
    claimed: { availability: { before: 0.9992, after: 0.9998 } },
  });
});

const clock = {
  nowMs: () => Date.UTC(2026, 0, 25),
  monotonicMs: () => 0,
  sleep: async () => {},
};
