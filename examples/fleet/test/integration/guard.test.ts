import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, describe, expect, it } from 'vitest';
import { drained, type Fleet, startFleet } from '../fleet.ts';
import { eventually, ready, type ServiceProcess, startService } from '../process.ts';

let fleet: Fleet | undefined;
let revived: ServiceProcess | undefined;
afterEach(async () => {
  // A stopped process hears SIGTERM only once it goes on.
  if (fleet) process.kill(fleet.profile.pid, 'SIGCONT');
  await fleet?.stop();
  await revived?.kill('SIGTERM');
  fleet = undefined;
  revived = undefined;
});

const isOpen = (service: ServiceProcess, dependency: string) =>
  service
    .metric(`ounce_guard_breaker_state{dependency="${dependency}",endpoint="",state="open"}`)
    .then((value) => value === 1);

async function customer({ gateway }: Fleet, id = '7') {
  const answer = await fetch(`${gateway.url}/customers/${id}`);
  const { name } = (await answer.json()) as { name?: string };
  return { status: answer.status, source: answer.headers.get('x-source'), name };
}

describe('the gateway, when the profile service is stopped and never answers', () => {
  it('answers from its cache, or with a customer like any other; when it goes on, fresh again', async () => {
    fleet = await startFleet({ consumers: 0 });
    const current = fleet;
    expect(await customer(current)).toEqual({ status: 200, source: 'fresh', name: 'Customer 7' });
    process.kill(current.profile.pid, 'SIGSTOP');
    expect(await customer(current)).toEqual({ status: 200, source: 'stale', name: 'Customer 7' });
    expect(await customer(current, '8')).toEqual({ status: 200, source: 'default', name: 'unknown' });
    await eventually('the breaker open', async () => {
      await customer(current);
      return isOpen(current.gateway, 'customer-profile');
    });
    process.kill(current.profile.pid, 'SIGCONT');
    await eventually('fresh answers', async () => (await customer(current)).source === 'fresh');
  });

  it('without its guard lets readers wait, and then refuses them', async () => {
    fleet = await startFleet({ consumers: 0, settings: { GUARD: 'off' } });
    expect(await customer(fleet)).toMatchObject({ status: 200, source: null });
    process.kill(fleet.profile.pid, 'SIGSTOP');
    expect(await customer(fleet)).toMatchObject({ status: 503 });
  });
});

describe('settings that a governor pushes', () => {
  it('reach the running gateway over the local socket, and stay when the governor is gone', async () => {
    const folder = mkdtempSync(join(tmpdir(), 'fleet-guard-'));
    const socket = join(folder, 's');
    const pushed = { defaults: { breaker: { mode: 'disabled' } } };
    const governor = createServer((_, response) => response.end(JSON.stringify(pushed)));
    try {
      fleet = await startFleet({ consumers: 0, settings: { GOVERNOR_SOCKET: socket, GUARD_FOLDER: folder } });
      const current = fleet;
      expect((await customer(current)).source).toBe('fresh');
      await new Promise<void>((resolve) => governor.listen(socket, resolve));
      // Without its breakers the gateway does as it did before it had them.
      await eventually('the push in force', async () => (await customer(current)).source === null);
      governor.closeAllConnections();
      await new Promise((resolve) => governor.close(resolve));
      const kept = JSON.parse(readFileSync(join(folder, 'gateway.json'), 'utf8'));
      expect(kept).toMatchObject({ settings: pushed });
      expect((await customer(current)).source).toBe(null);
    } finally {
      governor.close();
      await fleet?.stop();
      fleet = undefined;
      rmSync(folder, { recursive: true, force: true });
    }
  });
});

describe('the consumers, when the action handler is gone', () => {
  it('pause instead of trying every message in vain, and lose nothing', async () => {
    fleet = await startFleet({ consumers: 2, workMs: 20 });
    const { action, connector, consumers, gateway } = fleet;
    await fleet.send(5);
    await drained(fleet);
    await action.kill('SIGKILL');
    const accepted = await fleet.send(60);
    for (const consumer of consumers)
      await eventually('the breaker open', () => isOpen(consumer, 'action-handler'));
    const failed = async () => {
      const counts = await Promise.all(consumers.map((one) => one.metric('fleet_messages_failed_total')));
      return counts.reduce<number>((sum, count) => sum + (count ?? 0), 0);
    };
    // Each breaker opens after ten calls, and those in flight; then only trials fail.
    expect(await failed()).toBeLessThan(40);
    revived = await startService({
      entry: 'action-handler',
      port: Number(new URL(action.url).port),
      env: { DATABASE_CONNECTOR_URL: connector.url, WORK_MS: '20' },
    });
    await ready(revived);
    await drained(fleet, 90_000);
    expect(accepted).toHaveLength(60);
    expect(await fleet.handled('?run=test')).toMatchObject({ distinct: 65 });
    expect(await gateway.metric('fleet_messages_accepted_total')).toBe(65);
  });
});
