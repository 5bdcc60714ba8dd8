import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, it } from 'vitest';
import type { Clock } from '../../ports/index.ts';
import { scrapeSource } from './index.ts';

const clock: Clock = {
  nowMs: () => Date.now(),
  monotonicMs: () => performance.now(),
  sleep: async () => {},
};

it('P25: reads more instances at the same time when they are slow, within its bounds', async () => {
  let open = 0;
  let mostOpen = 0;
  const server = createServer((_, response) => {
    mostOpen = Math.max(mostOpen, ++open);
    setTimeout(() => {
      open--;
      response.end('d 1\n');
    }, 60);
  });
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done));
  const { port } = server.address() as AddressInfo;
  const targets = Array.from({ length: 60 }, (_, i) => `http://127.0.0.1:${port}/${i}`);
  const source = scrapeSource({ clock, concurrency: 4, mostConcurrency: 20, roundMs: 100 });
  const request = { id: 'it', service: 's', region: 'r', query: 'd', targets };
  const round = async () => {
    mostOpen = 0;
    const [reading] = await source.read([request], new AbortController().signal);
    expect(reading).toMatchObject({ kind: 'value', value: 60 });
    return mostOpen;
  };
  // The first round knows nothing of them yet.
  expect(await round()).toBeLessThanOrEqual(4);
  const second = await round();
  expect(second).toBeGreaterThan(4);
  expect(second).toBeLessThanOrEqual(20);
  server.closeAllConnections();
  server.close();
});
