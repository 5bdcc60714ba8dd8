import { detectionRule, type ServiceView } from '@ounce/core';
import { describe, expect, it } from 'vitest';
import { builtInScenarios } from '../experiments/index.ts';
import type { MetricSource, Platform } from '../ports/index.ts';
import { Governor } from './governor.ts';
import { decisionOf, obedientControl, serviceOf, startMs, worldOf } from './test-service.ts';

const eager = obedientControl({
  decide: (view, state) => ({
    state,
    decisions: [
      decisionOf(
        view,
        { kind: 'scale', from: view.replicas?.desired ?? 1, to: (view.replicas?.desired ?? 1) + 1 },
        view.nowMs,
      ),
    ],
  }),
});
const broken = obedientControl({
  decide: () => {
    throw new Error('it has a bug');
  },
});

async function governing(
  options: { controls?: (typeof eager)[]; scale?: Platform['scale']; depth?: number } = {},
) {
  const { controls = [eager], depth = 7 } = options;
  const world = await worldOf();
  const { clock, ledger, orders } = world;
  const source: MetricSource = {
    read: async (requests) =>
      requests.map(({ id }) => ({ id, kind: 'value', atMs: clock.nowMs(), value: depth })),
    checkQuery() {},
    async ping() {},
    async close() {},
  };
  const platform: Platform = {
    status: async () => ({ atMs: clock.nowMs(), desired: 2, instances: [] }),
    scale: options.scale ?? (async ({ service }, to) => void orders.push({ service, to })),
    async restart() {},
    async close() {},
  };
  const services = controls.map((control, i) => ({
    ...serviceOf({ service: `consumer-${i}`, control }).spec,
    detections: [detectionRule('queue_backlog', { above: 100, forMs: 15_000 })],
  }));
  const governor = new Governor({ clock, ledger, platform, sources: { here: source }, services });
  /** Lets it run for so long, in virtual time. */
  const live = async (ms: number) => {
    governor.start();
    await clock.sleep(ms);
    await governor.stop();
  };
  return { ...world, governor, live: (ms: number) => clock.runUntil(live(ms)) };
}

describe('the governor', () => {
  it('goes on with the other services when a control of one has a bug, and says so', async () => {
    const { governor, orders, live } = await governing({ controls: [broken, eager] });
    await live(3_000);
    expect(orders[0]).toEqual({ service: 'consumer-1', to: 3 });
    expect(governor.troubles[0]?.says).toBe('consumer-0@local could not be decided on: it has a bug');
  });

  it('detects incidents while an order is still on its way to a platform that does not answer', async () => {
    const { events, live } = await governing({ scale: () => new Promise(() => {}), depth: 900 });
    await live(32_000);
    const opened = (await events()).find(({ kind }) => kind === 'incident.opened');
    expect(opened?.atMs).toBeLessThanOrEqual(startMs + 21_000);
  });

  it('shows controls when drills touched their service, and only those', async () => {
    const seen = new Map<string, ServiceView['drills']>();
    const watching = obedientControl({
      decide: (view, state) => {
        seen.set(view.service, view.drills);
        return { state, decisions: [] };
      },
    });
    const { ledger, live } = await governing({ controls: [watching, watching] });
    const scenario = builtInScenarios.find(({ name }) => name === 'queue_backlog')!;
    const target = { service: 'consumer-0', region: 'local' };
    const targets = { target, faultTarget: { ...target, service: 'traffic' } };
    const experimentId = 'drill-1';
    const of = { atMs: startMs - 100_000, actor: 'local', subject: 'experiment' };
    await ledger.append([
      {
        ...of,
        kind: 'experiment.started',
        data: { experimentId, scenario, targets, durationMs: 60_000, controls: 'on' },
      },
      { ...of, kind: 'experiment.fault_injected', data: { experimentId, faultId: 'a' } },
    ]);
    await live(3_000);
    expect(seen.get('consumer-0')).toMatchObject([{ startMs: startMs - 100_000 }]);
    expect(seen.get('consumer-1')).toBeUndefined();
  });

  it('gives no order once it has stopped, and remembers a freeze when it starts again', async () => {
    const { ledger, orders, live } = await governing();
    await ledger.append([
      { atMs: startMs, actor: 'local', subject: 'fleet', kind: 'freeze.set', data: { reason: 'a fire' } },
    ]);
    await live(60_000);
    expect(orders).toEqual([]);
    expect(ledger.query.actions({ outcome: 'held' }).items[0]?.because).toBe('frozen');
  });
});
