import { platform } from 'node:os';
import { setTimeout as delay } from 'node:timers/promises';
import { describe, expect, it } from 'vitest';
import { measureCores } from '../cpu-time.ts';
import { type Fleet, startFleet } from '../fleet.ts';

const asked = process.env.FLEET_MEASURE === '1' && platform() === 'linux';
const settleMs = 4000;
const measureMs = 20_000;

/** The generator's count of accepted messages, and the table's of handled ones, for those sent before `beforeMs`. */
async function counts(fleet: Fleet, beforeMs: number) {
  const { run, accepted } = (await fleet.traffic?.get<{ run: string; accepted: number }>(
    `/accounting?beforeMs=${beforeMs}`,
  )) ?? { run: '', accepted: 0 };
  const { distinct } = await fleet.handled(`?run=${run}&beforeMs=${beforeMs}`);
  return { accepted, distinct };
}

// A minute of measuring says nothing about right and wrong, so it is done when asked for: FLEET_MEASURE=1, on Linux.
describe.runIf(asked)('what the fleet costs on an embedded PostgreSQL server', () => {
  it.each([
    { rate: 8, replicas: 2 },
    { rate: 80, replicas: 9 },
  ])('$rate messages/s on $replicas replicas', async ({ rate, replicas }) => {
    const fleet = await startFleet({
      consumers: replicas,
      traffic: { BASE_RATE: String(rate), AMPLITUDE: '0' },
    });
    try {
      await delay(settleMs);
      const postmaster = fleet.database.logs.find(({ event }) => event === 'postgres_running')?.pid as number;
      const end = measureCores({
        traffic: [fleet.traffic?.pid ?? 0],
        gateway: [fleet.gateway.pid],
        consumers: fleet.consumers.map(({ pid }) => pid),
        'action-handler': [fleet.action.pid],
        'database-connector': [fleet.connector.pid],
        postgres: [postmaster],
      });
      await delay(measureMs);
      const cores = end();
      const total = Object.values(cores).reduce((sum, one) => sum + one, 0);
      console.log({ rate, replicas, cores, total });
      const { accepted, distinct } = await counts(fleet, Date.now() - 10_000);
      expect(accepted).toBeGreaterThan(0);
      expect(distinct).toBe(accepted);
    } finally {
      await fleet.stop();
    }
  });
});
