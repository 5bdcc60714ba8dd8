import type { Fault } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { corrupted, effectsOf } from './effects.ts';

const fault = fc.oneof(
  fc.constant<Fault>({ kind: 'dependency_down' }),
  fc.record({
    kind: fc.constant('unresponsive' as const),
    variant: fc.constant('slow' as const),
    latencyMs: fc.nat(1_000),
    jitterMs: fc.nat(100),
    connectionShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('unresponsive' as const),
    variant: fc.constant('corrupt' as const),
    byteShare: fc.double({ min: 0.01, max: 1, noNaN: true }),
  }),
  fc.record({
    kind: fc.constant('unresponsive' as const),
    variant: fc.constant('bandwidth' as const),
    bytesPerSecond: fc.integer({ min: 1, max: 1e6 }),
  }),
  fc.constant<Fault>({ kind: 'unresponsive', variant: 'blackhole' }),
);

describe('the effects on a connection', () => {
  it('of several faults do not depend on their order', () => {
    fc.assert(
      fc.property(
        fc.array(fault, { maxLength: 5 }),
        fc.double({ min: 0, max: 0.999, noNaN: true }),
        (faults, draw) => {
          const one = effectsOf(faults, draw);
          const other = effectsOf(faults.toReversed(), draw);
          expect({ ...one, byteShare: 0 }).toEqual({ ...other, byteShare: 0 });
          expect(one.byteShare).toBeCloseTo(other.byteShare, 9);
        },
      ),
    );
  });

  it('get worse with each further fault, never better', () => {
    fc.assert(
      fc.property(fc.array(fault, { maxLength: 4 }), fault, (faults, more) => {
        const before = effectsOf(faults, 0);
        const after = effectsOf([...faults, more], 0);
        expect(after.latencyMs).toBeGreaterThanOrEqual(before.latencyMs);
        expect(after.bytesPerSecond).toBeLessThanOrEqual(before.bytesPerSecond);
        expect(after.byteShare).toBeGreaterThanOrEqual(before.byteShare - 1e-12);
        expect(after.holdsAnswers || !before.holdsAnswers).toBe(true);
      }),
    );
  });

  it('are none for a connection above the share', () => {
    const half: Fault = { kind: 'unresponsive', variant: 'silent', connectionShare: 0.5 };
    expect(effectsOf([half], 0.5)).toEqual(effectsOf([], 0));
    expect(effectsOf([half], 0.4999).holdsAnswers).toBe(true);
  });
});

describe('corrupted bytes', () => {
  it('keep their number, and each that is hit is another byte', () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ maxLength: 200 }),
        fc.double({ min: 0, max: 0.9999, noNaN: true }),
        (bytes, draw) => {
          const given = Buffer.from(bytes);
          const flipped = corrupted(given, 1, () => draw);
          expect(flipped.length).toBe(given.length);
          expect([...flipped].every((byte, i) => byte !== given[i])).toBe(true);
          expect(corrupted(given, 0, () => draw)).toBe(given);
        },
      ),
    );
  });
});
