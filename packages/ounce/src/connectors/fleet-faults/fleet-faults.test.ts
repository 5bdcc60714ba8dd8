import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { isOunceError } from '@ounce/core';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '../clock/index.ts';
import { fleetFaults } from './index.ts';

const { signal } = new AbortController();
const target = { service: 'traffic', region: 'local' };
const closers: (() => Promise<void>)[] = [];
afterEach(async () => {
  for (const close of closers.splice(0)) await close();
});

async function serve(answer: (request: IncomingMessage) => { status?: number; body: unknown }) {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    asked.push(`${request.method} ${request.url}`);
    const { status = 200, body } = answer(request);
    response.writeHead(status).end(typeof body === 'string' ? body : JSON.stringify(body));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  closers.push(
    () =>
      new Promise((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  );
  return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, asked };
}

const agentFor = (traffic: string) =>
  fleetFaults({ clock: systemClock(), region: 'local', faultUrls: { traffic }, timeoutMs: 500 });
const lease = { faultId: 'a/b', fault: { kind: 'arrivals', factor: 2 }, leaseMs: 1000, endsAtMs: 9 } as const;
const errorOf = (call: Promise<unknown>) => call.catch((thrown: unknown) => thrown);

describe('refusals', () => {
  it.each([
    [
      400,
      { error: 'bad_fault', message: 'factor: expected a number' },
      false,
      /answered 400: factor: expected/,
    ],
    [409, { error: 'fault_ended', message: 'fault a/b has ended' }, false, /409: fault a\/b has ended/],
    [503, 'later', true, /503: later/],
    [429, '', true, /429: without a reason/],
  ])('with %i say why, and whether a later try can help', async (status, body, retry, message) => {
    const { url } = await serve(() => ({ status, body }));
    const error = await errorOf(agentFor(url).hold(target, lease, signal));
    expect(isOunceError(error) && error.retry).toBe(retry);
    expect(isOunceError(error) && error.message).toMatch(message);
  });

  it('name the services that can be asked', async () => {
    const error = await errorOf(agentFor('http://127.0.0.1:1').active({ ...target, region: 'mars' }, signal));
    expect(isOunceError(error) && `${error.message} ${error.mend}`).toMatch(
      /traffic@mars.*there are: traffic/,
    );
  });

  it('come when the answer has not the shape that was agreed on', async () => {
    const { url } = await serve(() => ({ body: {} }));
    expect(isOunceError(await errorOf(agentFor(url).active(target, signal)))).toBe(true);
  });

  it('keep the id in one piece of the path', async () => {
    const { url, asked } = await serve(() => ({ body: {} }));
    await agentFor(`${url}/`).hold(target, lease, signal);
    expect(asked).toEqual(['PUT /faults/a%2Fb']);
  });
});

describe('accounting', () => {
  const clock = { ...systemClock(), nowMs: () => 100_000 };
  const agentOf = (accepted: string, handled: string) =>
    fleetFaults({ clock, region: 'local', faultUrls: {}, accounting: { accepted, handled }, settleMs: 4000 });

  it('compares the same run up to the same moment', async () => {
    const accepted = await serve(() => ({ body: { run: 'r 1', sent: 12, accepted: 10, failed: 2 } }));
    const handled = await serve(() => ({ body: { distinct: 9, total: 11 } }));
    const counts = await agentOf(accepted.url, handled.url).accounting(signal);
    expect(counts).toEqual({ accepted: 10, handledDistinct: 9, errors: 2 });
    expect(accepted.asked).toEqual(['GET /accounting?beforeMs=96000']);
    expect(handled.asked).toEqual(['GET /accounting?beforeMs=96000&run=r+1']);
  });

  it('compares everything when the sender knows no runs', async () => {
    const accepted = await serve(() => ({ body: { accepted: 10, failed: 0 } }));
    const handled = await serve(() => ({ body: { distinct: 10 } }));
    await agentOf(accepted.url, handled.url).accounting(signal);
    expect(handled.asked).toEqual(['GET /accounting']);
  });

  it('is no number when a count is missing, and says which', async () => {
    const both = await serve(() => ({ body: { accepted: 10, failed: 0 } }));
    const error = await errorOf(agentOf(both.url, both.url).accounting(signal));
    expect(isOunceError(error) && error.message).toMatch(/no whole number “distinct”/);
  });

  it('is undefined when nobody counts', async () => {
    expect(await agentFor('http://127.0.0.1:1').accounting(signal)).toBeUndefined();
  });
});
