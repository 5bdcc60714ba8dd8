import type { Scenario } from '@ounce/core';

/** A dependency that is not there: connections are refused until it is back. */
export const dependencyDown: Scenario = {
  name: 'dependency_down',
  incidentType: 'circuit_breaker_open',
  says: 'The action handler is gone; the consumers must stop asking it, lose nothing, and catch up when it is back.',
  target: 'pubsub-consumer',
  faultTarget: 'action-handler',
  alsoAffected: ['gateway'],
  steadyState: [
    { signal: 'queueDepth', below: 100 },
    { signal: 'openBreakers', below: 1 },
  ],
  steadyForMs: 10_000,
  faults: [{ kind: 'dependency_down' }],
  visibleWhen: [
    { signal: 'openBreakers', above: 0 },
    { signal: 'failureRate', above: 1 },
  ],
  abortWhen: [{ signal: 'queueDepth', above: 100_000 }],
  success: [
    { kind: 'reaches', condition: { signal: 'openBreakers', above: 0 }, withinMs: 60_000 },
    // Without a breaker every waiting message is tried again and again: more and more attempts, all in vain.
    { kind: 'holds', condition: { signal: 'failureRate', below: 10 }, afterMs: 15_000, readingShare: 0.8 },
    { kind: 'holds', condition: { signal: 'eventLoopLagMs', below: 500 }, afterMs: 0, readingShare: 0.9 },
    {
      kind: 'holds',
      condition: { signal: 'errorRate', service: 'gateway', below: 0.02 },
      afterMs: 0,
      readingShare: 0.9,
    },
    {
      kind: 'returns',
      condition: { signal: 'openBreakers', below: 1 },
      withinMs: 60_000,
      holdMs: 10_000,
    },
    { kind: 'returns', condition: { signal: 'queueDepth', below: 100 }, withinMs: 120_000, holdMs: 10_000 },
    { kind: 'errors_at_most', count: 0 },
    { kind: 'nothing_lost' },
  ],
  settleMs: 240_000,
};
