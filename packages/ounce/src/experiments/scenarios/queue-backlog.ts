import type { Scenario } from '@ounce/core';

/** A sudden spike of arrivals in front of the queue (the source of the runbook's first chaos test). */
export const queueBacklog: Scenario = {
  name: 'queue_backlog',
  incidentType: 'queue_backlog',
  says: 'Arrivals jump; the consumer must be scaled out before the queue stays deep.',
  target: 'pubsub-consumer',
  faultTarget: 'traffic',
  alsoAffected: ['gateway', 'action-handler', 'database-connector'],
  steadyState: [{ signal: 'queueDepth', below: 100 }],
  steadyForMs: 10_000,
  faults: [{ kind: 'arrivals', factor: 10 }],
  visibleWhen: [{ signal: 'queueDepth', above: 100 }],
  abortWhen: [{ signal: 'queueDepth', above: 100_000 }],
  success: [
    { kind: 'control_acts', control: 'predictive-scaling', withinMs: 60_000 },
    { kind: 'recovers', withinMs: 180_000, holdMs: 30_000 },
    { kind: 'errors_at_most', count: 0 },
    { kind: 'nothing_lost' },
  ],
  settleMs: 120_000,
};
