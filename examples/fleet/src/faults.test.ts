import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { type FaultLeaseRequest, readFaultLeaseRequest } from './fault-lease-request.ts';
import { createFaultLeases, FaultEndedError, maxFaultDurationMs } from './faults.ts';

const epochStart = 1_700_000_000_000;
const tenfold: FaultLeaseRequest = { fault: { kind: 'arrivals', factor: 10 }, leaseMs: 3000 };

function targetAt() {
  let elapsed = 0;
  const ends: string[] = [];
  const leases = createFaultLeases(
    { monotonicMs: () => elapsed, epochMs: () => epochStart + elapsed },
    (id, _kind, end) => ends.push(`${id}: ${end}`),
  );
  return {
    leases,
    ends,
    pass: (ms: number) => {
      elapsed += ms;
    },
  };
}

describe('fault leases', () => {
  it('carry a fault while it is renewed, and let go by themselves when it is not', () => {
    const { leases, ends, pass } = targetAt();
    for (let renewal = 0; renewal < 5; renewal += 1) {
      leases.hold('x', tenfold);
      pass(2999);
      expect(leases.arrivalsFactor()).toBe(10);
    }
    pass(1);
    expect(leases.arrivalsFactor()).toBe(1);
    expect(ends).toEqual(['x: lease not renewed']);
  });

  it('grow to their factor over the time that was asked for', () => {
    const { leases, pass } = targetAt();
    const ramp: FaultLeaseRequest = { fault: { kind: 'arrivals', factor: 10, rampMs: 2000 }, leaseMs: 5000 };
    leases.hold('x', ramp);
    expect(leases.arrivalsFactor()).toBe(1);
    pass(1000);
    leases.hold('x', ramp);
    expect(leases.arrivalsFactor()).toBe(5.5);
    pass(4000);
    expect(leases.arrivalsFactor()).toBe(10);
    const asked = readFaultLeaseRequest({ ...ramp.fault, leaseMs: 5000 }, ['arrivals'], epochStart);
    expect(asked).toEqual(ramp);
  });

  it('let go at the end time even while the lease is renewed', () => {
    const { leases, ends, pass } = targetAt();
    const until = { ...tenfold, endsAtMs: epochStart + 4000 };
    expect(leases.hold('x', until)).toMatchObject({ endsAtMs: epochStart + 4000 });
    pass(2500);
    expect(leases.hold('x', until)).toMatchObject({ leaseExpiresAtMs: epochStart + 4000 });
    pass(1500);
    expect(leases.active()).toEqual([]);
    expect(ends).toEqual(['x: end time reached']);
  });

  it('let go after the longest duration whatever the injector asks for', () => {
    const { leases, ends, pass } = targetAt();
    const forADay = { ...tenfold, endsAtMs: epochStart + 24 * maxFaultDurationMs };
    for (let elapsed = 0; elapsed < maxFaultDurationMs; elapsed += 2500) {
      leases.hold('x', forADay);
      pass(2500);
    }
    expect(leases.active()).toEqual([]);
    expect(ends).toEqual(['x: longest duration reached']);
  });

  it('removal is idempotent, and a late renewal does not bring the fault back', () => {
    const { leases } = targetAt();
    leases.hold('x', tenfold);
    expect([leases.remove('x'), leases.remove('x'), leases.remove('never')]).toEqual([true, false, false]);
    expect(() => leases.hold('x', tenfold)).toThrow(FaultEndedError);
    expect(leases.arrivalsFactor()).toBe(1);
    leases.hold('never', tenfold);
    expect(leases.arrivalsFactor()).toBe(10);
  });

  it('factors of faults that are active at once multiply', () => {
    const { leases } = targetAt();
    leases.hold('x', tenfold);
    leases.hold('y', { ...tenfold, fault: { kind: 'arrivals', factor: 0.5 } });
    expect(leases.arrivalsFactor()).toBe(5);
  });

  it('whatever is held, renewed and removed, nothing is active 5 s after the last renewal', () => {
    const step = fc.record({
      id: fc.constantFrom('a', 'b', 'c'),
      remove: fc.boolean(),
      leaseMs: fc.integer({ min: 100, max: 5000 }),
      endsInMs: fc.option(fc.integer({ min: 1, max: 2 * maxFaultDurationMs }), { nil: undefined }),
      passMs: fc.integer({ min: 0, max: 6000 }),
    });
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const { leases, pass } = targetAt();
        let elapsed = 0;
        for (const { id, remove, leaseMs, endsInMs, passMs } of steps) {
          try {
            if (remove) leases.remove(id);
            else {
              const endsAtMs = endsInMs === undefined ? {} : { endsAtMs: epochStart + elapsed + endsInMs };
              leases.hold(id, { ...tenfold, leaseMs, ...endsAtMs });
            }
          } catch (error) {
            expect(error).toBeInstanceOf(FaultEndedError);
          }
          pass(passMs);
          elapsed += passMs;
        }
        pass(5000);
        expect(leases.active()).toEqual([]);
        expect(leases.arrivalsFactor()).toBe(1);
      }),
    );
  });
});

describe('readFaultLeaseRequest', () => {
  const good = { kind: 'arrivals', factor: 10, leaseMs: 3000, endsAtMs: epochStart + 1000 };

  it('takes a whole body, and one without an end time', () => {
    const { endsAtMs, ...open } = good;
    expect(readFaultLeaseRequest(good, ['arrivals'], epochStart)).toEqual({ ...tenfold, endsAtMs });
    expect(readFaultLeaseRequest(open, ['arrivals'], epochStart)).toEqual(tenfold);
  });

  it.each([
    ['body', null],
    ['body', []],
    ['kind', { ...good, kind: 'latency' }],
    ['kind', { ...good, kind: undefined }],
    ['factor', { ...good, factor: '10' }],
    ['factor', { ...good, factor: -1 }],
    ['factor', { ...good, factor: Number.NaN }],
    ['factor', { ...good, factor: 1001 }],
    ['leaseMs', { ...good, leaseMs: 5001 }],
    ['leaseMs', { ...good, leaseMs: undefined }],
    ['endsAtMs', { ...good, endsAtMs: epochStart }],
    ['endsAtMs', { ...good, endsAtMs: null }],
  ])('names the field %s when it is wrong: %j', (field, body) => {
    expect(() => readFaultLeaseRequest(body, ['arrivals'], epochStart)).toThrow(
      expect.objectContaining({ field, message: expect.stringContaining(`${field}: expected`) }),
    );
  });
});
