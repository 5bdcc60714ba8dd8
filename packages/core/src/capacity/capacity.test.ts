import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { createRandom, sampleNormal } from '../statistics/random.ts';
import {
  concurrencyForLatency,
  cronHorizontalPodAutoscaler,
  fitScalability,
  kedaScaledObject,
  learnReplicaCapacity,
  meanWaitSeconds,
  peakConcurrency,
  peakThroughput,
  planWeek,
  scheduleOf,
  throughputAt,
} from './index.ts';

const law = { lambda: 90, sigma: 0.03, kappa: 1e-4 };

describe('the universal scalability law', () => {
  test('is found again from points on it', () => {
    fc.assert(
      fc.property(
        fc.double({ min: 1, max: 1000, noNaN: true }),
        fc.double({ min: 0, max: 0.3, noNaN: true }),
        fc.double({ min: 1e-6, max: 0.01, noNaN: true }),
        (lambda, sigma, kappa) => {
          const truth = { lambda, sigma, kappa };
          const points = [1, 2, 4, 8, 16, 32, 48, 64, 96, 128].map((concurrency) => ({
            concurrency,
            throughput: throughputAt(truth, concurrency),
          }));
          const found = fitScalability(points)!;
          for (const { concurrency, throughput } of points)
            expect(throughputAt(found, concurrency) / throughput).toBeCloseTo(1, 4);
        },
      ),
      { numRuns: 200 },
    );
  });

  test('peaks where more in flight does not do more', () => {
    const peak = peakConcurrency(law);
    expect(peak).toBeCloseTo(Math.sqrt(0.97 / 1e-4), 10);
    expect(peakThroughput(law)).toBeCloseTo(throughputAt(law, peak), 10);
    for (const n of [peak * 0.9, peak * 1.1]) expect(throughputAt(law, n)).toBeLessThan(peakThroughput(law));
    expect(peakThroughput({ ...law, kappa: 0 })).toBeCloseTo(90 / 0.03, 10);
    expect(peakThroughput({ lambda: 90, sigma: 0, kappa: 0 })).toBe(Number.POSITIVE_INFINITY);
  });

  test('a latency belongs to one number in flight, by Little’s law', () => {
    for (const n of [1, 5, 60]) {
      const latency = n / throughputAt(law, n);
      expect(concurrencyForLatency(law, latency)).toBeCloseTo(n, 6);
    }
    expect(concurrencyForLatency(law, 0.5 / 90)).toBeUndefined();
  });

  test('too little, or all the same, tells nothing', () => {
    expect(fitScalability([{ concurrency: 1, throughput: 5 }])).toBeUndefined();
    expect(
      fitScalability(Array.from({ length: 20 }, () => ({ concurrency: 3, throughput: 5 }))),
    ).toBeUndefined();
  });
});

describe('what a replica can carry', () => {
  const random = createRandom(7);
  const noisy = (value: number) => value * (1 + 0.05 * sampleNormal(random));

  test('is what it did while work was waiting', () => {
    const readings = Array.from({ length: 200 }, (_, i) => ({
      throughput: noisy(i % 4 === 0 ? 70 : 40),
      readyReplicas: 7,
      queueDepth: i % 4 === 0 ? 500 : 3,
    }));
    const { perReplica, basis } = learnReplicaCapacity(readings)!;
    expect(basis).toBe('saturated');
    expect(perReplica.value).toBeCloseTo(10, 0);
    expect(perReplica.lower).toBeLessThan(perReplica.value);
    expect(perReplica.upper).toBeGreaterThan(perReplica.value);
  });

  test('is told by latency where nothing waits in a queue, within the latency that is allowed', () => {
    const inside = { lambda: 100, sigma: 0.05, kappa: 0.002 };
    const readings = Array.from({ length: 300 }, (_, i) => {
      const concurrency = 1 + (i % 25);
      const throughput = throughputAt(inside, concurrency);
      return {
        throughput: noisy(4 * throughput),
        readyReplicas: 4,
        latencyMs: (1000 * concurrency) / throughput,
      };
    });
    const truth = throughputAt(inside, concurrencyForLatency(inside, 0.03)!);
    const found = learnReplicaCapacity(readings, { latencyMs: 30 })!;
    expect(found.basis).toBe('latency');
    expect(found.perReplica.value / truth).toBeCloseTo(1, 1);
    expect(found.perReplica.lower).toBeLessThanOrEqual(truth * 1.02);
    expect(found.perReplica.upper).toBeGreaterThanOrEqual(truth * 0.98);
    const any = learnReplicaCapacity(readings)!;
    expect(any.perReplica.value / peakThroughput(inside)).toBeCloseTo(1, 1);
  });

  test('is told by the processor, else only that it is at least what was seen', () => {
    const readings = Array.from({ length: 50 }, (_, i) => ({ throughput: 10 + i, readyReplicas: 2 }));
    const used = readings.map((reading) => ({ ...reading, utilisation: reading.throughput / 200 }));
    expect(learnReplicaCapacity(used)).toMatchObject({
      basis: 'utilisation',
      perReplica: { value: expect.closeTo(80) },
    });
    expect(learnReplicaCapacity(readings)).toMatchObject({
      basis: 'at-least',
      perReplica: { value: expect.closeTo(29.3, 1), upper: Number.POSITIVE_INFINITY },
    });
    expect(learnReplicaCapacity([])).toBeUndefined();
  });

  test('is the same for the same readings and seed', () => {
    const readings = Array.from({ length: 40 }, () => ({
      throughput: noisy(70),
      readyReplicas: 7,
      queueDepth: 900,
    }));
    expect(learnReplicaCapacity(readings)).toEqual(learnReplicaCapacity(readings));
  });
});

describe('the plan of a week', () => {
  const hourMs = 3_600_000;
  const start = Date.UTC(2026, 0, 4);
  const hours = Array.from({ length: 168 }, (_, i) => {
    const expected = i % 24 === 12 ? 100 : 40;
    return { startMs: start + i * hourMs, expected, upper: expected * 1.2 };
  });
  const question = { hours, perReplica: 10, replicas: 8, headroom: 0.2, floor: 2, ceiling: 20 };

  test('keeps the headroom at what is expected, and names the hours that today’s do not carry', () => {
    const plan = planWeek(question);
    expect(plan.hours[12]).toMatchObject({ replicas: 13, headroom: 1 - 120 / 80, capped: false });
    expect(plan.hours[11]).toMatchObject({ replicas: 5, headroom: 1 - 48 / 80 });
    expect(plan.shortages).toHaveLength(7);
    expect(plan.shortages[0]).toEqual({
      ...{ fromMs: start + 12 * hourMs, untilMs: start + 13 * hourMs, worstMs: start + 12 * hourMs },
      ...{ upper: 120, capacity: 80, replicas: 13, capped: false },
    });
  });

  test('always carries the upper end, and what is expected with its headroom, unless the ceiling forbids it', () => {
    const amount = fc.double({ min: 0, max: 500, noNaN: true });
    fc.assert(
      fc.property(
        fc.array(amount, { maxLength: 50 }),
        fc.double({ min: 0, max: 0.9, noNaN: true }),
        (uppers, headroom) => {
          const ahead = uppers.map((upper, i) => ({
            startMs: start + i * hourMs,
            expected: upper / 2,
            upper,
          }));
          for (const { upper, expected, replicas, capped } of planWeek({
            ...question,
            hours: ahead,
            headroom,
          }).hours) {
            expect(replicas).toBeGreaterThanOrEqual(2);
            if (capped) expect(replicas).toBe(20);
            else {
              expect(upper).toBeLessThanOrEqual(replicas * 10 * (1 + 1e-6));
              expect(expected).toBeLessThanOrEqual(replicas * 10 * (1 - headroom) * (1 + 1e-6));
            }
          }
        },
      ),
    );
  });

  test('has more replicas where work must not wait long, and never fewer', () => {
    const fits = planWeek({ ...question, headroom: 0 });
    const quick = planWeek({ ...question, headroom: 0, queueWaitMs: 5 });
    expect(quick.hours[12]!.replicas).toBeGreaterThan(fits.hours[12]!.replicas);
    quick.hours.forEach(({ upper, replicas }, i) => {
      expect(replicas).toBeGreaterThanOrEqual(fits.hours[i]!.replicas);
      if (replicas < 20) expect(1000 * meanWaitSeconds(upper, replicas, 10)).toBeLessThanOrEqual(5);
    });
  });

  test('that is the same all week long is no schedule', () => {
    const hours = planWeek(question).hours.map((hour) => ({ ...hour, replicas: 5 }));
    const target = {
      kind: 'Deployment',
      name: 'consumer',
      namespace: 'shop',
      minReplicas: 2,
      maxReplicas: 9,
    } as const;
    expect(kedaScaledObject(scheduleOf(hours), target)).toBeUndefined();
  });

  test('becomes triggers and jobs for each change of the week', () => {
    const entries = scheduleOf(planWeek(question).hours);
    expect(entries).toHaveLength(15);
    expect(entries[1]).toEqual({ fromDay: 0, fromHour: 12, untilDay: 0, untilHour: 13, replicas: 13 });
    const target = {
      kind: 'Deployment',
      name: 'consumer',
      namespace: 'shop',
      minReplicas: 2,
      maxReplicas: 20,
    } as const;
    expect(kedaScaledObject(entries, target)?.spec.triggers[0]).toEqual({
      type: 'cron',
      metadata: { timezone: 'Etc/UTC', start: '0 12 * * 0', end: '0 13 * * 0', desiredReplicas: '13' },
    });
    expect(cronHorizontalPodAutoscaler(entries, target).spec.jobs[1]).toEqual({
      name: 'day-0-hour-12',
      schedule: '0 0 12 * * 0',
      targetSize: 13,
    });
  });
});
