import type { Scenario } from '@ounce/core';

/** An instance dies from one moment to the next, as of a segmentation fault or the kernel's out-of-memory killer. */
export const crashService: Scenario = {
  name: 'crash_service',
  incidentType: 'circuit_breaker_open',
  says: 'The action handler is killed; it must be back within seconds, and nothing may be lost meanwhile.',
  target: 'action-handler',
  faultTarget: 'action-handler',
  alsoAffected: ['pubsub-consumer', 'gateway'],
  steadyState: [
    { signal: 'readyReplicas', above: 0 },
    { signal: 'openBreakers', service: 'pubsub-consumer', below: 1 },
  ],
  steadyForMs: 10_000,
  faults: [{ kind: 'crash' }],
  visibleWhen: [{ signal: 'readyReplicas', below: 1 }],
  abortWhen: [{ signal: 'queueDepth', service: 'pubsub-consumer', above: 100_000 }],
  success: [
    { kind: 'instances_recover', withinMs: 3_000 },
    {
      kind: 'returns',
      condition: { signal: 'openBreakers', service: 'pubsub-consumer', below: 1 },
      withinMs: 60_000,
      holdMs: 10_000,
    },
    { kind: 'errors_at_most', count: 0 },
    { kind: 'nothing_lost' },
  ],
  settleMs: 120_000,
};
