import type { Fault, FaultKind, FaultLeaseRequest } from './fault-lease-request.ts';

/** An injection lasts no longer than this, whatever anybody renews. */
export const maxFaultDurationMs = 3_600_000;

/** How many ended injections are remembered, so that a late renewal can't bring one back. */
const rememberedEnds = 1000;

export type FaultEnd = 'removed' | 'lease not renewed' | 'end time reached' | 'longest duration reached';

export interface ActiveFault {
  readonly id: string;
  readonly fault: Fault;
  /** ms since the epoch, as are the others */
  readonly startedAtMs: number;
  readonly leaseExpiresAtMs: number;
  readonly endsAtMs: number;
}

/** An id names one injection: once it has ended, it stays ended, and a new injection takes a new id. */
export class FaultEndedError extends Error {
  override readonly name = 'FaultEndedError';
  readonly end: FaultEnd;

  constructor(id: string, end: FaultEnd) {
    super(`fault ${id} has ended (${end}) and can't be renewed; start another under a new id`);
    this.end = end;
  }
}

/** Both times are needed: leases run on the one that nobody can set, end times are given in the other. */
export interface FaultClock {
  monotonicMs(): number;
  epochMs(): number;
}

export interface FaultLeases {
  /** @throws FaultEndedError when the id's injection is over */
  hold(id: string, request: FaultLeaseRequest): ActiveFault;
  /** @returns whether the fault was active; removing one that is not there is no error. */
  remove(id: string): boolean;
  active(): readonly ActiveFault[];
  /** Product of the factors of all active `arrivals` faults; 1 when there is none. */
  arrivalsFactor(): number;
}

interface Held {
  readonly fault: Fault;
  readonly startedAt: number;
  readonly leaseExpiresAt: number;
  readonly endsAt: number;
}

/** How far a fault has grown to its factor. */
function factorAt({ fault: { factor, rampMs = 0 }, startedAt }: Held, now: number): number {
  const grown = rampMs > 0 ? Math.min(1, (now - startedAt) / rampMs) : 1;
  return 1 + (factor - 1) * grown;
}

/**
 * The target's half of fault injection: a fault lasts only as long as somebody keeps renewing its lease. Expiry is
 * worked out whenever the faults are looked at, so there is no timer that could be late or lost.
 */
export function createFaultLeases(
  clock: FaultClock,
  onEnd: (id: string, kind: FaultKind, end: FaultEnd) => void = () => {},
): FaultLeases {
  const held = new Map<string, Held>();
  const ended = new Map<string, FaultEnd>();

  function end(id: string, { fault }: Held, reason: FaultEnd): void {
    held.delete(id);
    ended.set(id, reason);
    if (ended.size > rememberedEnds) ended.delete(ended.keys().next().value as string);
    onEnd(id, fault.kind, reason);
  }

  function letGoOfExpired(): void {
    const now = clock.monotonicMs();
    for (const [id, one] of held) {
      if (now >= one.startedAt + maxFaultDurationMs) end(id, one, 'longest duration reached');
      else if (now >= one.endsAt) end(id, one, 'end time reached');
      else if (now >= one.leaseExpiresAt) end(id, one, 'lease not renewed');
    }
  }

  function describe(id: string, one: Held): ActiveFault {
    const epochOffset = clock.epochMs() - clock.monotonicMs();
    return {
      id,
      fault: one.fault,
      startedAtMs: Math.round(one.startedAt + epochOffset),
      leaseExpiresAtMs: Math.round(one.leaseExpiresAt + epochOffset),
      endsAtMs: Math.round(one.endsAt + epochOffset),
    };
  }

  return {
    hold(id, { fault, leaseMs, endsAtMs }) {
      letGoOfExpired();
      const over = ended.get(id);
      if (over !== undefined) throw new FaultEndedError(id, over);
      const now = clock.monotonicMs();
      const startedAt = held.get(id)?.startedAt ?? now;
      const wantedEnd = endsAtMs === undefined ? Number.POSITIVE_INFINITY : now + endsAtMs - clock.epochMs();
      const endsAt = Math.min(wantedEnd, startedAt + maxFaultDurationMs);
      const one: Held = { fault, startedAt, endsAt, leaseExpiresAt: Math.min(now + leaseMs, endsAt) };
      held.set(id, one);
      return describe(id, one);
    },
    remove(id) {
      letGoOfExpired();
      const one = held.get(id);
      if (one !== undefined) end(id, one, 'removed');
      return one !== undefined;
    },
    active() {
      letGoOfExpired();
      return [...held].map(([id, one]) => describe(id, one));
    },
    arrivalsFactor() {
      letGoOfExpired();
      const now = clock.monotonicMs();
      return [...held.values()].reduce((product, one) => product * factorAt(one, now), 1);
    },
  };
}
