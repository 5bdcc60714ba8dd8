import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest';

const path = (file: string) => fileURLToPath(new URL(`../../../src/${file}`, import.meta.url));

interface Listening {
  readonly faultUrls: { readonly shop: string };
  readonly addresses: { readonly shop: { readonly port: number } };
}

describe('a fault proxy as a process of its own, in front of an HTTP service', () => {
  let service: Server;
  let proxy: ChildProcess;
  let holder: ChildProcess | undefined;
  let listening: Listening;

  beforeAll(async () => {
    service = createServer((_, response) => response.end('served')).listen(0, '127.0.0.1');
    await once(service, 'listening');
    const { port } = service.address() as { port: number };
    proxy = spawn(process.execPath, [path('cli/fault-proxy.ts')], {
      env: { ...process.env, PORT: '0', ROUTES: `shop=127.0.0.1:0>127.0.0.1:${port}` },
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    const [line] = (await once(createInterface({ input: proxy.stdout! }), 'line')) as [string];
    listening = JSON.parse(line) as Listening;
  });
  afterAll(async () => {
    holder?.kill('SIGKILL');
    const ended = once(proxy, 'exit');
    proxy.kill('SIGTERM');
    expect(await ended).toEqual([0, null]);
    service.close();
  });

  const ask = async () => {
    const url = `http://127.0.0.1:${listening.addresses.shop.port}/`;
    return (await fetch(url, { headers: { connection: 'close' } })).text();
  };
  const faults = async () =>
    ((await (await fetch(`${listening.faultUrls.shop}/faults`)).json()) as { faults: unknown[] }).faults;

  it('serves again by itself when the governor that holds a fault is killed with SIGKILL', async () => {
    expect(await ask()).toBe('served');
    const script = `
      import { systemClock } from '${path('connectors/clock/index.ts')}';
      import { fleetFaults } from '${path('connectors/fleet-faults/index.ts')}';
      import { FaultHold } from '${path('experiments/lease.ts')}';
      const clock = systemClock();
      const faultUrls = ${JSON.stringify(listening.faultUrls)};
      const target = { service: 'shop', region: 'local' };
      const hold = new FaultHold(fleetFaults({ clock, region: 'local', faultUrls }), clock, target, 'drill');
      await hold.inject({ kind: 'dependency_down' }, clock.nowMs() + 600_000);
      console.log('held');`;
    const child = spawn(process.execPath, ['--input-type=module-typescript', '--eval', script], {
      stdio: ['ignore', 'pipe', 'inherit'],
    });
    holder = child;
    await once(child.stdout, 'data');
    // Longer than the lease: it is renewed, and the service stays away.
    await new Promise((resolve) => setTimeout(resolve, 4_000));
    expect(await faults()).toHaveLength(1);
    await expect(ask()).rejects.toThrow();
    child.kill('SIGKILL');
    await vi.waitFor(async () => expect(await ask()).toBe('served'), { timeout: 20_000 });
    expect(await faults()).toEqual([]);
  });
});
