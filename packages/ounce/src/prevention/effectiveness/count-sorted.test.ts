import { countIn } from '@ounce/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { countSorted } from './count-sorted.ts';
import { observedWindow } from './watched-time.ts';

const span = fc
  .tuple(fc.nat(100), fc.nat(30))
  .map(([startMs, length]) => ({ startMs, endMs: startMs + length }));

test('counts what a look at each incident would count', () => {
  fc.assert(
    fc.property(fc.array(fc.nat(140)), fc.array(span, { maxLength: 1 }), span, (times, spans, asked) => {
      const sorted = times.toSorted((a, b) => a - b);
      const window = observedWindow({ spans }, asked.startMs, asked.endMs);
      const facts = sorted.map((startedAtMs) => ({ startedAtMs }));
      expect(countSorted(window, facts)).toBe(countIn(window, sorted).count);
    }),
  );
});
