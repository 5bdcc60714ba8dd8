import type { GuardTransition, RegisteredPolicy } from '../registry.ts';
import type { CallObserver } from './counters.ts';
import { latencyBoundsSeconds } from './histogram.ts';
import { rejectionReason } from './prometheus.ts';

type Attributes = Record<string, string>;

/** What the guard needs of a `Meter` of `@opentelemetry/api`; the guard itself does not depend on that package. */
export interface MeterLike {
  createCounter(
    name: string,
    options: { description: string },
  ): { add(value: number, attributes: Attributes): void };
  createHistogram(
    name: string,
    options: { description: string; unit: string; advice: { explicitBucketBoundaries: number[] } },
  ): { record(value: number, attributes: Attributes): void };
  createObservableGauge(
    name: string,
    options: { description: string },
  ): {
    addCallback(callback: (result: { observe(value: number, attributes: Attributes): void }) => void): void;
  };
}

/** A breaker's state as a number, for back ends without state sets. */
const stateNumber = { closed: 0, 'half-open': 1, open: 2, isolated: 3 } as const;

/** The bridge from a guard to the OpenTelemetry API: the metrics of the Prometheus text, under dotted names. */
export class OpenTelemetryBridge {
  readonly #calls;
  readonly #rejections;
  readonly #retries;
  readonly #transitions;
  readonly #durations;

  /** @param policies asked at every collection */
  constructor(meter: MeterLike, policies: () => Iterable<RegisteredPolicy>) {
    this.#calls = meter.createCounter('ounce.guard.calls', { description: 'Guarded calls by outcome' });
    this.#rejections = meter.createCounter('ounce.guard.rejections', {
      description: 'Calls that the guard refused',
    });
    this.#retries = meter.createCounter('ounce.guard.retries', { description: 'Attempts beyond the first' });
    this.#transitions = meter.createCounter('ounce.guard.breaker.transitions', {
      description: 'Changes of a circuit from one state to another',
    });
    this.#durations = meter.createHistogram('ounce.guard.attempt.duration', {
      description: 'How long attempts took',
      unit: 's',
      advice: { explicitBucketBoundaries: [...latencyBoundsSeconds] },
    });
    meter
      .createObservableGauge('ounce.guard.breaker.state', {
        description: '0 closed, 1 half-open, 2 open, 3 isolated',
      })
      .addCallback((result) => {
        for (const { dependency, endpoint, policy } of policies())
          result.observe(stateNumber[policy.breaker.state], { dependency, endpoint });
      });
  }

  transition({ dependency, endpoint, from, to }: GuardTransition): void {
    this.#transitions.add(1, { dependency, endpoint, from, to });
  }

  /** What one policy's counters tell of every call. The attributes are made once per policy, not once per call. */
  observerOf({ dependency, endpoint }: RegisteredPolicy): CallObserver {
    const attributes = { dependency, endpoint };
    return {
      attemptEnded: (durationMs) => this.#durations.record(durationMs / 1_000, attributes),
      callEnded: (outcome) => this.#calls.add(1, { ...attributes, outcome }),
      callRejected: (code) => this.#rejections.add(1, { ...attributes, reason: rejectionReason(code) }),
      retried: () => this.#retries.add(1, attributes),
    };
  }
}
