import { createRandom, type Instance, type ServiceRef, type ServiceStatus } from '@ounce/core';
import type {
  Accounting,
  Clock,
  FaultAgent,
  FaultLease,
  MetricReading,
  MetricRequest,
  MetricSource,
  Platform,
} from '../ports/index.ts';
import { type Disturbances, disturb } from './disturbances.ts';
import type { SimulatedFleet } from './fleet.ts';

const rateWindowMs = 5_000;

interface Parts {
  readonly clock: Clock;
  readonly fleet: SimulatedFleet;
  readonly seed: number;
  readonly disturbances: Disturbances;
}

/** Answers the signal's own name as a query, and after it the ms over which a rate is taken: `queueDepth`, `arrivalRate 10000`, `serviceRate`. */
export function simulatedMetrics({ clock, fleet, seed, disturbances }: Parts): MetricSource {
  const random = createRandom(seed ^ 0xa11);
  const value = (query: string): number | undefined => {
    const [signal, windowMs = rateWindowMs] = query.split(' ');
    if (signal === 'queueDepth') return fleet.depth;
    const rates = fleet.rates(Number(windowMs));
    return signal === 'arrivalRate' ? rates?.arrival : rates?.service;
  };
  const reading = ({ id, query }: MetricRequest, atMs: number): MetricReading => {
    const found = value(query);
    return found === undefined
      ? { id, kind: 'missing', why: 'there is no history yet' }
      : { id, kind: 'value', atMs, value: found };
  };
  return {
    async read(requests) {
      const nowMs = clock.nowMs();
      fleet.advance(nowMs);
      return requests.map((request) => disturb(reading(request, nowMs), random, disturbances));
    },
    checkQuery() {},
    async ping() {},
    async close() {},
  };
}

export function simulatedPlatform({ clock, fleet, seed, disturbances }: Parts): Platform {
  const random = createRandom(seed ^ 0xb0b);
  const answer = () => {
    fleet.advance(clock.nowMs());
    if (random() < disturbances.platformDown) throw new Error('the platform does not answer');
  };
  const instance = ({ id, startedAtMs, readyAtMs }: SimulatedFleet['replicas'][number]): Instance => {
    const ready = readyAtMs <= clock.nowMs();
    return {
      id,
      state: ready ? 'ready' : 'starting',
      startedAtMs,
      restarts: 0,
      ...(ready ? { readyAtMs } : {}),
    };
  };
  return {
    async status(): Promise<ServiceStatus> {
      answer();
      return { atMs: clock.nowMs(), desired: fleet.desired, instances: fleet.replicas.map(instance) };
    },
    async scale(_ref, replicas) {
      answer();
      fleet.scale(replicas);
    },
    async restart() {
      answer();
    },
    async close() {},
  };
}

interface Held extends FaultLease {
  readonly startedAtMs: number;
  readonly expiresAtMs: number;
}

function factorAt({ fault, startedAtMs }: Held, atMs: number): number {
  if (fault.kind !== 'arrivals') return 1;
  const { factor, rampMs = 0 } = fault;
  return 1 + (factor - 1) * (rampMs > 0 ? Math.min(1, Math.max(0, atMs - startedAtMs) / rampMs) : 1);
}

/** Holds arrival faults the way a real target does: as long as the lease is renewed, and never beyond its end. */
export class SimulatedFaults implements FaultAgent {
  readonly #clock: Clock;
  readonly #fleet: SimulatedFleet;
  readonly #held = new Map<string, Held>();

  constructor({ clock, fleet }: Pick<Parts, 'clock' | 'fleet'>) {
    this.#clock = clock;
    this.#fleet = fleet;
    fleet.arrivalFactorAt = (atMs) =>
      [...this.#held.values()]
        .filter((held) => atMs < Math.min(held.expiresAtMs, held.endsAtMs))
        .reduce((factor, held) => factor * factorAt(held, atMs), 1);
  }

  async hold(_target: ServiceRef, lease: FaultLease): Promise<void> {
    this.#fleet.advance(this.#clock.nowMs());
    const nowMs = this.#clock.nowMs();
    const startedAtMs = this.#held.get(lease.faultId)?.startedAtMs ?? nowMs;
    this.#held.set(lease.faultId, { ...lease, startedAtMs, expiresAtMs: nowMs + lease.leaseMs });
  }

  async release(_target: ServiceRef, faultId: string): Promise<void> {
    this.#fleet.advance(this.#clock.nowMs());
    this.#held.delete(faultId);
  }

  async active(): Promise<readonly string[]> {
    const nowMs = this.#clock.nowMs();
    return [...this.#held.values()]
      .filter((held) => nowMs < Math.min(held.expiresAtMs, held.endsAtMs))
      .map((held) => held.faultId);
  }

  async accounting(): Promise<Accounting> {
    this.#fleet.advance(this.#clock.nowMs());
    return { accepted: this.#fleet.accepted, handledDistinct: this.#fleet.handled, errors: 0 };
  }
}
