import fc from 'fast-check';
import { expect, it } from 'vitest';
import { lineSums, lineThrough } from './line-sums.ts';

it('gives the least-squares line of any stretch, as if it were worked out point by point', () => {
  const point = fc.tuple(
    fc.integer({ min: 1, max: 30 }),
    fc.double({ min: 0, max: 100, noNaN: true }),
    fc.double({ min: 0.5, max: 20, noNaN: true }),
  );
  fc.assert(
    fc.property(fc.array(point, { minLength: 3, maxLength: 40 }), fc.nat(), fc.nat(), (points, a, b) => {
      let age = 0;
      const ages = points.map(([wait]) => {
        age += wait;
        return age;
      });
      const values = points.map(([, value]) => value);
      const weights = points.map(([, , weight]) => weight);
      const first = a % (points.length - 2);
      const end = first + 2 + (b % (points.length - first - 1));
      const line = lineThrough(lineSums(ages, values, weights), first, end);
      const sum = (of: (i: number) => number) => {
        let total = 0;
        for (let i = first; i < end; i++) total += weights[i]! * of(i);
        return total;
      };
      const mean = sum((i) => values[i]!) / sum(() => 1);
      const meanAge = sum((i) => ages[i]!) / sum(() => 1);
      const slope =
        sum((i) => (ages[i]! - meanAge) * (values[i]! - mean)) / sum((i) => (ages[i]! - meanAge) ** 2);
      const residual = sum((i) => (values[i]! - mean - slope * (ages[i]! - meanAge)) ** 2);
      expect(line.mean).toBeCloseTo(mean, 6);
      expect(line.perAge).toBeCloseTo(slope, 5);
      expect(line.residual).toBeCloseTo(residual, 2);
    }),
  );
});
