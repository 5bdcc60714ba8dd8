import { describe, expect, it } from 'vitest';
import { type Capacity, learnCapacity, seeReplicas, startupOf } from './capacity.ts';
import { repeat, viewWith } from './test-views.ts';

const defaults = { perReplicaRate: 10, startupMs: 15_000 };
const prior: Capacity = { perReplica: 10, weight: 1, learntUntilMs: 0 };
const long = {
  desired: 2,
  desiredSinceMs: 0,
  raisedAtMs: 0,
  ready: 2,
  readySinceMs: 0,
  orderedTo: 2,
  dropped: null,
};
const full = repeat(6, 500);

describe('P8: capacity', () => {
  it('is learnt from a full queue, reading by reading', () => {
    let capacity = prior;
    for (let i = 0; i < 12; i++) {
      const view = viewWith({ depth: full, service: repeat(6, 12), nowMs: 3_600_000 + i * 10_000 });
      capacity = learnCapacity(capacity, view, long, defaults);
    }
    expect(capacity.perReplica).toBeCloseTo(6, 0);
    expect(capacity.weight).toBeGreaterThan(10);
  });

  it('learns nothing twice from one reading', () => {
    const view = viewWith({ depth: full, service: repeat(6, 12) });
    const once = learnCapacity(prior, view, long, defaults);
    expect(learnCapacity(once, view, long, defaults)).toBe(once);
  });

  it('is at least what was served, also by replicas that may have been idle', () => {
    const view = viewWith({ depth: repeat(6, 0), service: repeat(6, 80) });
    const { perReplica } = learnCapacity(prior, view, long, defaults);
    expect(perReplica).toBeGreaterThan(35);
    expect(perReplica).toBeLessThanOrEqual(40);
  });

  it('is not learnt upwards from a platform that said fewer replicas than there were a moment ago', () => {
    const view = viewWith({ depth: repeat(6, 0), service: repeat(6, 80) });
    const lied = { ...long, droppedAtMs: view.nowMs - 300_000 };
    expect(learnCapacity(prior, view, lied, defaults).perReplica).toBe(10);
    const longAgo = { ...long, droppedAtMs: view.nowMs - 700_000 };
    expect(learnCapacity(prior, view, longAgo, defaults).perReplica).toBeGreaterThan(35);
  });

  it('does not shrink because there is little to do', () => {
    const view = viewWith({ depth: repeat(6, 1), service: repeat(6, 3) });
    expect(learnCapacity(prior, view, long, defaults).perReplica).toBe(10);
  });

  it('does not take an outage for slow replicas', () => {
    const view = viewWith({ depth: full, service: repeat(6, 0) });
    expect(learnCapacity(prior, view, long, defaults)).toBe(prior);
    let capacity = prior;
    for (let i = 0; i < 500; i++) {
      const crawling = viewWith({ depth: full, service: repeat(6, 0.01), nowMs: 3_600_000 + i * 10_000 });
      capacity = learnCapacity(capacity, crawling, long, defaults);
    }
    expect(capacity.perReplica).toBeGreaterThanOrEqual(0.5);
  });

  it('waits after a scale-out until averaged rates have caught up', () => {
    const view = viewWith({ depth: full, service: repeat(6, 40), ready: 20 });
    const justNow = { ...long, ready: 20, readySinceMs: view.nowMs - 30_000 };
    expect(learnCapacity(prior, view, justNow, defaults).perReplica).toBe(10);
  });

  it('knows nothing without a service rate or a ready replica', () => {
    expect(learnCapacity(prior, viewWith({ depth: full }), long, defaults)).toBe(prior);
    const none = { ...long, ready: 0 };
    expect(learnCapacity(prior, viewWith({ depth: full, service: full, ready: 0 }), none, defaults)).toBe(
      prior,
    );
  });
});

describe('P9: start-up', () => {
  it('is the upper quantile of what was seen, or the setting', () => {
    expect(startupOf(viewWith({}), defaults)).toBe(15_000);
    expect(startupOf(viewWith({ startupTimesMs: [20_000] }), defaults)).toBe(20_000);
    const times = [30, 10, 20, 40, 50, 60, 70, 80, 90, 1000].map((s) => s * 1000);
    expect(startupOf(viewWith({ startupTimesMs: times }), defaults)).toBe(90_000);
  });
});

describe('the replicas as seen', () => {
  it('remembers since when they are so, and when they were last raised', () => {
    const first = seeReplicas(null, { desired: 2, ready: 2, starting: 0 }, 1000);
    expect(first).toEqual({
      desired: 2,
      desiredSinceMs: 1000,
      raisedAtMs: 1000,
      ready: 2,
      readySinceMs: 1000,
      orderedTo: 2,
      dropped: null,
    });
    const more = seeReplicas(first, { desired: 4, ready: 2, starting: 2 }, 2000);
    expect(more).toMatchObject({ desiredSinceMs: 2000, raisedAtMs: 2000, readySinceMs: 1000 });
    const fewer = seeReplicas(more, { desired: 3, ready: 3, starting: 0 }, 3000);
    expect(fewer).toMatchObject({ desiredSinceMs: 3000, raisedAtMs: 2000, readySinceMs: 3000 });
    expect(fewer.dropped).toEqual({ from: 4, atMs: 3000 });
    const ordered = seeReplicas({ ...more, orderedTo: 3 }, { desired: 3, ready: 3, starting: 0 }, 3000);
    expect(ordered.dropped).toBeNull();
    const back = seeReplicas(fewer, { desired: 4, ready: 4, starting: 0 }, 4000);
    expect(back).toMatchObject({ dropped: null, droppedAtMs: 3000 });
    const believed = seeReplicas(fewer, { desired: 3, ready: 3, starting: 0 }, 64_000);
    expect(believed.dropped).toBeNull();
  });
});
