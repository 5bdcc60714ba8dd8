import type { Criterion, Fault, Scenario } from '@ounce/core';

type Variant = (scenario: Scenario) => Scenario;

const withFaults =
  (...faults: Fault[]): Variant =>
  (scenario) => ({ ...scenario, faults });

/** Only a part of the calls suffers, or only a little: the breaker may stay closed and the cache unused, all else must hold. */
const milder =
  (fault: Fault): Variant =>
  (scenario) => ({
    ...scenario,
    faults: [fault],
    visibleWhen: [...scenario.visibleWhen, { signal: 'latencyP99Ms', above: 100 }],
    success: scenario.success.filter((criterion) => !isAboutRefusing(criterion)),
  });

function isAboutRefusing(criterion: Criterion): boolean {
  return (
    criterion.kind === 'reaches' ||
    (criterion.kind === 'holds' && criterion.condition.signal === 'cacheShare')
  );
}

const unresponsive = { kind: 'unresponsive' } as const;

const unresponsiveVariants: Readonly<Record<string, Variant>> = {
  silent: withFaults({ ...unresponsive, variant: 'silent' }),
  blackhole: withFaults({ ...unresponsive, variant: 'blackhole' }),
  slow: withFaults({ ...unresponsive, variant: 'slow', latencyMs: 2_000, jitterMs: 500 }),
  resets: withFaults({ ...unresponsive, variant: 'resets', afterMs: 0 }),
  half: milder({ ...unresponsive, variant: 'silent', connectionShare: 0.5 }),
  corrupt: milder({ ...unresponsive, variant: 'corrupt', byteShare: 0.01 }),
  bandwidth: milder({ ...unresponsive, variant: 'bandwidth', bytesPerSecond: 2_000 }),
  slow_close: milder({ ...unresponsive, variant: 'slow_close', delayMs: 5_000 }),
};

/** Hung, not dead: its platform sees nothing wrong. It has as long as a few probes take, and then a start. */
const hang: Variant = (scenario) => ({
  ...scenario,
  faults: [{ kind: 'hang' }],
  success: scenario.success.map((criterion) =>
    criterion.kind === 'instances_recover' ? { ...criterion, withinMs: 10_000 } : criterion,
  ),
});

/** Arrivals that grow to the factor within a minute instead of at once. */
const ramp: Variant = (scenario) => ({
  ...scenario,
  faults: scenario.faults.map((fault) => (fault.kind === 'arrivals' ? { ...fault, rampMs: 60_000 } : fault)),
});

/** Other ways for the same to go wrong, by the kind of a scenario's first fault. */
const variantsOfKind: Readonly<Partial<Record<Fault['kind'], Readonly<Record<string, Variant>>>>> = {
  unresponsive: unresponsiveVariants,
  arrivals: { spike: (scenario) => scenario, ramp },
  crash: { killed: (scenario) => scenario, hang },
};

/** The variants that a scenario has; empty for most. */
export function variantsOf({ faults: [fault] }: Scenario): Readonly<Record<string, Variant>> {
  return (fault && variantsOfKind[fault.kind]) ?? {};
}
