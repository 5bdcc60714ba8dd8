import type { Scenario } from '@ounce/core';

/** A dependency that takes every connection and never answers (the source of the runbook's second chaos test). */
export const timeoutService: Scenario = {
  name: 'timeout_service',
  incidentType: 'circuit_breaker_open',
  says: 'The profile service stops answering; the gateway must open its breaker, answer from its cache, and stay well.',
  target: 'gateway',
  faultTarget: 'customer-profile',
  steadyState: [
    { signal: 'errorRate', below: 0.02 },
    { signal: 'openBreakers', below: 1 },
  ],
  steadyForMs: 10_000,
  faults: [{ kind: 'unresponsive', variant: 'silent' }],
  visibleWhen: [
    { signal: 'openBreakers', above: 0 },
    { signal: 'errorRate', above: 0.05 },
    { signal: 'latencyP99Ms', above: 400 },
  ],
  abortWhen: [{ signal: 'openSockets', above: 5_000 }],
  success: [
    { kind: 'reaches', condition: { signal: 'openBreakers', above: 0 }, withinMs: 60_000 },
    {
      kind: 'holds',
      condition: { signal: 'cacheShare', above: 0.8 },
      afterMs: 20_000,
      readingShare: 0.8,
    },
    { kind: 'holds', condition: { signal: 'errorRate', below: 0.02 }, afterMs: 0, readingShare: 0.9 },
    { kind: 'holds', condition: { signal: 'latencyP99Ms', below: 500 }, afterMs: 0, readingShare: 0.9 },
    { kind: 'holds', condition: { signal: 'openSockets', below: 200 }, afterMs: 0 },
    { kind: 'holds', condition: { signal: 'eventLoopLagMs', below: 500 }, afterMs: 0, readingShare: 0.9 },
    {
      kind: 'returns',
      condition: { signal: 'openBreakers', below: 1 },
      withinMs: 60_000,
      holdMs: 10_000,
    },
    { kind: 'errors_at_most', count: 0 },
    { kind: 'nothing_lost' },
  ],
  settleMs: 120_000,
};
