import type { ServiceStatus } from '@ounce/core';
import { describe, expect, it } from 'vitest';
import type { HealthProbe, ProbeAnswer } from '../ports/index.ts';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import { Prober } from './prober.ts';
import { createService } from './service.ts';

const beganMs = 1_800_000_000_000;
const tickMs = 1_000;

interface World {
  readonly instances: number;
  readonly intervalMs: number;
  readonly timeoutMs?: number;
  readonly answer?: (instance: string, clock: VirtualClock, signal: AbortSignal) => Promise<ProbeAnswer>;
}

/** A service of so many instances whose prober is told to plan on every tick, as the governor does. */
function world({ instances, intervalMs, timeoutMs = 400, answer = async () => ({ kind: 'up' }) }: World) {
  const clock = new VirtualClock(beganMs);
  const ref = { service: 'consumer', region: 'local' };
  const health = { check: { kind: 'tcp' }, intervalMs, timeoutMs, dependsOn: [] } as const;
  const service = createService({
    ...ref,
    metrics: [],
    detections: [],
    controls: [],
    onPlatform: true,
    health,
  });
  const ids = Array.from({ length: instances }, (_, i) => `consumer-${i + 1}`);
  const status = (): ServiceStatus => ({
    atMs: clock.nowMs(),
    desired: instances,
    instances: ids.map((id) => ({ id, state: 'ready', startedAtMs: beganMs - 60_000, restarts: 0 })),
  });
  const asked: { readonly id: string; readonly atMs: number }[] = [];
  let atOnce = 0;
  let mostAtOnce = 0;
  const probe: HealthProbe = {
    async probe({ instance }, signal) {
      asked.push({ id: instance, atMs: clock.nowMs() - beganMs });
      mostAtOnce = Math.max(mostAtOnce, ++atOnce);
      try {
        return await answer(instance, clock, signal);
      } finally {
        atOnce--;
      }
    },
    close: async () => {},
  };
  let news = 0;
  const prober = new Prober({
    services: new Map([[service.key, service]]),
    probe,
    clock,
    onNews: () => void news++,
  });
  const stop = new AbortController();
  const run = async (ms: number) => {
    for (const endMs = clock.nowMs() + ms; clock.nowMs() < endMs; ) {
      service.status = status();
      prober.begin(stop.signal, 2 * tickMs);
      await clock.sleep(tickMs);
    }
  };
  const forMs = async (ms: number) => {
    await clock.runUntil(run(ms));
    stop.abort();
  };
  return { service, asked, forMs, mostAtOnce: () => mostAtOnce, news: () => news };
}

function groupBy<Item, Key>(items: readonly Item[], keyOf: (item: Item) => Key): Map<Key, Item[]> {
  const groups = new Map<Key, Item[]>();
  for (const item of items) groups.set(keyOf(item), [...(groups.get(keyOf(item)) ?? []), item]);
  return groups;
}

describe('the prober', () => {
  it('asks every instance once an interval, each at its own place within it', async () => {
    const { asked, forMs } = world({ instances: 5_000, intervalMs: 10_000 });
    await forMs(40_000);
    const byInstance = groupBy(
      asked.filter(({ atMs }) => atMs >= 10_000),
      ({ id }) => id,
    );
    expect(byInstance.size).toBe(5_000);
    for (const times of byInstance.values()) {
      expect(times.length).toBeGreaterThanOrEqual(2);
      for (let i = 1; i < times.length; i++) {
        const apartMs = times[i]!.atMs - times[i - 1]!.atMs;
        expect(apartMs).toBeGreaterThan(9_900);
        expect(apartMs).toBeLessThan(10_100);
      }
    }
    // Evenly spread, a tenth of a second has 50 of the 5,000.
    const tenths = groupBy(
      asked.filter(({ atMs }) => atMs >= 20_000 && atMs < 30_000),
      ({ atMs }) => Math.floor(atMs / 100),
    );
    expect(Math.max(...[...tenths.values()].map(({ length }) => length))).toBeLessThan(150);
  });

  it('keeps an interval that is shorter than the governor’s own step', async () => {
    const { asked, forMs } = world({ instances: 1, intervalMs: 500 });
    await forMs(20_000);
    expect(asked.length).toBeGreaterThanOrEqual(38);
    expect(asked.length).toBeLessThanOrEqual(42);
  });

  const hang = async (_: string, clock: VirtualClock, signal: AbortSignal): Promise<ProbeAnswer> => {
    await clock.sleep(400, signal);
    return { kind: 'down', why: 'no answer within 0.4 s', unresponsive: true };
  };

  it('has at most 256 probes under way where that is enough', async () => {
    const { asked, forMs, mostAtOnce, news } = world({ instances: 600, intervalMs: 10_000, answer: hang });
    await forMs(30_000);
    expect(mostAtOnce()).toBe(256);
    expect(new Set(asked.map(({ id }) => id)).size).toBe(600);
    expect(news()).toBeGreaterThan(600);
  });

  it('has more under way when a large fleet hangs, so that each is still asked, and never more than 2,048', async () => {
    const instances = 12_000;
    const { asked, forMs, mostAtOnce } = world({ instances, intervalMs: 10_000, answer: hang });
    await forMs(32_000);
    expect(mostAtOnce()).toBeGreaterThan(480);
    expect(mostAtOnce()).toBeLessThanOrEqual(2048);
    // 1,200 a second that take 0.4 s are 480 at once.
    const recent = asked.filter(({ atMs }) => atMs >= 20_000 && atMs < 31_000);
    expect(new Set(recent.map(({ id }) => id)).size).toBe(instances);
  });

  it('tells of a first success and of each failure, and of nothing else', async () => {
    const answer = async (_: string, clock: VirtualClock): Promise<ProbeAnswer> =>
      clock.nowMs() < beganMs + 10_500
        ? { kind: 'up' }
        : { kind: 'down', why: 'it answers 500', unresponsive: false };
    const { forMs, news, asked } = world({ instances: 1, intervalMs: 1_000, answer });
    await forMs(20_000);
    const failed = asked.filter(({ atMs }) => atMs >= 10_500).length;
    expect(failed).toBeGreaterThan(8);
    expect(news()).toBe(1 + failed);
  });

  it('asks again at once when it was itself too busy to hear, and not only at the next beat', async () => {
    let skewMs = 0;
    const one = world({
      ...{ instances: 1, intervalMs: 5_000 },
      async answer(_, clock) {
        if (skewMs === 0) {
          const monotonicMs = clock.monotonicMs.bind(clock);
          clock.monotonicMs = () => monotonicMs() + skewMs;
          await clock.sleep(60);
          skewMs = 1_000;
        }
        await clock.sleep(100);
        return { kind: 'down', why: 'no answer', unresponsive: true };
      },
    });
    await one.forMs(5_000);
    const [first, second, ...later] = one.asked.map(({ atMs }) => atMs);
    expect(second! - first!).toBe(160);
    const failuresInRow = 1 + later.length;
    expect(one.service.health!.instance('consumer-1')).toMatchObject({ failuresInRow });
  });
});
