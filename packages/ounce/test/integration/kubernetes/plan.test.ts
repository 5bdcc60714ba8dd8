import { ScaledObject } from '@kubernetes-models/keda/keda.sh/v1alpha1';
import { cronHorizontalPodAutoscaler, kedaScaledObject, type PlannedHour, scheduleOf } from '@ounce/core';
import fc from 'fast-check';
import { expect, test } from 'vitest';

const hourMs = 3_600_000;
const target = {
  kind: 'Deployment',
  name: 'consumer',
  namespace: 'shop',
  minReplicas: 2,
  maxReplicas: 40,
} as const;

/** A week from some hour on; replicas change now and then, as plans do. */
const weeks = fc
  .tuple(
    fc.nat(400),
    fc.array(fc.tuple(fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 40 })), {
      minLength: 1,
      maxLength: 60,
    }),
  )
  .map(([from, stretches]) => {
    const startMs = (480_000 + from) * hourMs;
    const replicas = stretches.flatMap(([hours, count]) => Array.from({ length: hours }, () => count));
    return Array.from({ length: 168 }, (_, i) => ({
      ...{ startMs: startMs + i * hourMs, replicas: replicas[i % replicas.length]! },
    })) as unknown as PlannedHour[];
  });

/** When `0 HOUR * * DAY` comes next after a moment. */
function nextOf(cron: string, afterMs: number): number {
  const [, hour, , , day] = cron.split(' ').map(Number);
  let atMs = Math.floor(afterMs / hourMs) * hourMs + hourMs;
  while (new Date(atMs).getUTCHours() !== hour || new Date(atMs).getUTCDay() !== day) atMs += hourMs;
  return atMs;
}

test('as KEDA reads it, the scaled object gives each hour the replicas of the plan, and it fits the published CRD', () => {
  fc.assert(
    fc.property(weeks, (hours) => {
      const object = kedaScaledObject(scheduleOf(hours), target);
      const planned = hours.map(({ replicas }) => Math.max(2, replicas));
      if (!object) {
        expect(new Set(planned).size).toBe(1);
        return;
      }
      expect(() => new ScaledObject(object as never).validate()).not.toThrow();
      const { minReplicaCount, triggers } = object.spec;
      for (const [i, { startMs }] of hours.entries()) {
        const nowMs = startMs + 60_000;
        // Within a trigger its end comes before its next start.
        const active = triggers.filter(
          ({ metadata: { start, end } }) => nextOf(end, nowMs) < nextOf(start, nowMs),
        );
        const wanted = Math.max(
          minReplicaCount,
          ...active.map(({ metadata }) => Number(metadata.desiredReplicas)),
        );
        expect(wanted, new Date(nowMs).toISOString()).toBe(planned[i]);
      }
    }),
    { numRuns: 100 },
  );
});

test('the jobs of a CronHorizontalPodAutoscaler set each hour’s replicas, by names that differ', () => {
  fc.assert(
    fc.property(weeks, (hours) => {
      const { jobs } = cronHorizontalPodAutoscaler(scheduleOf(hours), target).spec;
      expect(new Set(jobs.map(({ name }) => name)).size).toBe(jobs.length);
      for (const { startMs, replicas } of hours) {
        // The one that ran last is the one that will run again latest.
        const last = jobs
          .map((job) => ({ ...job, nextMs: nextOf(job.schedule.slice(2), startMs) }))
          .reduce((a, b) => (b.nextMs > a.nextMs ? b : a));
        expect(last.targetSize, new Date(startMs).toISOString()).toBe(replicas);
      }
    }),
    { numRuns: 100 },
  );
});

test('the published CRD refuses what is not so', () => {
  const object = kedaScaledObject(
    scheduleOf([
      { startMs: 0, replicas: 2 },
      { startMs: hourMs, replicas: 5 },
    ] as unknown as PlannedHour[]),
    target,
  )!;
  const broken = { ...object, spec: { ...object.spec, minReplicaCount: '2' } };
  expect(() => new ScaledObject(broken as never).validate()).toThrow();
});
