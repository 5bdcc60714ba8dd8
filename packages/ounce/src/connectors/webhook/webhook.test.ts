import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import { isOunceError } from '@ounce/core';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { waitMsAfter } from '../../ports/http-retry.ts';
import type { Clock, Notification } from '../../ports/index.ts';
import { notifierContract } from '../../ports/notifier.contract.ts';
import { webhookNotifier } from './index.ts';
import { sign } from './signature.ts';

/** Sleeps take no time, and are remembered. */
function instantClock(): Clock & { readonly slept: number[] } {
  const slept: number[] = [];
  let nowMs = Date.UTC(2026, 0, 2);
  return {
    slept,
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      slept.push(ms);
      nowMs += ms;
    },
  };
}

interface Received {
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

async function receiver() {
  const received: Received[] = [];
  const answers: { status: number; headers?: Record<string, string> }[] = [];
  let usual = 204;
  const server = createServer(async (request, response) => {
    const body = await text(request);
    received.push({ headers: request.headers, body });
    const { status, headers = {} } = answers.shift() ?? { status: usual };
    response.writeHead(status, headers).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret-path`,
    received,
    answers,
    answersAlways(status: number) {
      usual = status;
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

notifierContract(async () => {
  const { url, received, answersAlways, close } = await receiver();
  let accepts = true;
  return {
    notifier: webhookNotifier({ clock: instantClock(), url, secret: 'a secret of the tests' }),
    delivered: () => {
      const accepted = accepts ? received.map(({ body }) => JSON.parse(body) as Notification) : [];
      return [...new Map(accepted.map((notification) => [notification.id, notification])).values()];
    },
    refuse(how) {
      accepts = false;
      answersAlways(how === 'for good' ? 410 : 503);
    },
    close,
  };
});

const notification: Notification = {
  id: 'msg-1',
  atMs: 0,
  kind: 'freeze',
  severity: 'warning',
  title: 'Frozen',
  text: 'Ada has frozen everything.',
  labels: {},
};

describe('webhookNotifier', () => {
  const { signal } = new AbortController();
  let hook: Awaited<ReturnType<typeof receiver>>;
  beforeEach(async () => {
    hook = await receiver();
  });
  afterEach(() => hook.close());

  it('signs id, time and body, so that the receiver can tell', async () => {
    await webhookNotifier({ clock: instantClock(), url: hook.url, secret: 'whsec_c2VjcmV0' }).notify(
      notification,
      signal,
    );
    const [{ headers, body }] = hook.received as [Received];
    expect(headers).toMatchObject({ 'webhook-id': 'msg-1', 'content-type': 'application/json' });
    const seconds = Number(headers['webhook-timestamp']);
    expect(seconds).toBe(Date.UTC(2026, 0, 2) / 1000);
    expect(headers['webhook-signature']).toBe(sign('secret', 'msg-1', seconds, body));
  });

  it('is unsigned without a secret', async () => {
    await webhookNotifier({ clock: instantClock(), url: hook.url }).notify(notification, signal);
    expect(hook.received[0]?.headers['webhook-signature']).toBeUndefined();
  });

  it('tries again under the same id, with a new time, and waits as long as it is asked to', async () => {
    const clock = instantClock();
    hook.answers.push({ status: 503 }, { status: 429, headers: { 'retry-after': '7' } });
    await webhookNotifier({ clock, url: hook.url }).notify(notification, signal);
    expect(clock.slept).toEqual([500, 7000]);
    expect(hook.received.map(({ headers }) => headers['webhook-id'])).toEqual(['msg-1', 'msg-1', 'msg-1']);
    expect(new Set(hook.received.map(({ headers }) => headers['webhook-timestamp'])).size).toBe(2);
  });

  it.each([400, 401, 404, 410, 302])('does not send again what was answered with %i', async (status) => {
    hook.answers.push({ status, headers: { location: hook.url } });
    const error = await webhookNotifier({ clock: instantClock(), url: hook.url })
      .notify(notification, signal)
      .catch((thrown: unknown) => thrown);
    expect(isOunceError(error) && error.retry).toBe(false);
    expect(hook.received).toHaveLength(1);
  });

  it('gives up after its tries, and keeps the path of the address to itself', async () => {
    await hook.close();
    const clock = instantClock();
    const error = await webhookNotifier({ clock, url: hook.url, attempts: 3 })
      .notify(notification, signal)
      .catch((thrown: unknown) => thrown);
    expect(isOunceError(error) && error.message).toMatch(/in 3 tries: .*ECONNREFUSED/);
    expect(isOunceError(error) && error.message).not.toContain('secret-path');
    expect(clock.slept).toEqual([500, 1000]);
  });

  it('stops waiting when it is aborted', async () => {
    const abort = new AbortController();
    const clock: Clock = {
      ...instantClock(),
      async sleep() {
        abort.abort(new Error('the governor stops'));
        throw abort.signal.reason;
      },
    };
    hook.answersAlways(500);
    const notifying = webhookNotifier({ clock, url: hook.url }).notify(notification, abort.signal);
    await expect(notifying).rejects.toThrow('the governor stops');
    expect(hook.received).toHaveLength(1);
  });
});

describe('sign', () => {
  it('agrees with the example of the Standard Webhooks libraries', () => {
    const secret = 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw';
    const signature = sign(secret, 'msg_p5jXN8AQM9LWM0D4loKWxJek', 1614265330, '{"test": 2432232314}');
    expect(signature).toBe('v1,g0hM9SsE+OTPJTGt/tmIKtSyZlE3uFJELVlNIOLJ1OE=');
  });
});

describe('waitMsAfter', () => {
  it.each([
    [1, undefined, 500],
    [3, undefined, 2000],
    [9, undefined, 60_000],
    [1, '3', 3000],
    [1, '86400', 60_000],
    [1, new Date(12_000).toUTCString(), 2000],
    [1, new Date(0).toUTCString(), 0],
    [2, 'soon', 1000],
  ])('after try %i and “Retry-After: %s” is %i ms', (attempt, retryAfter, waitMs) => {
    expect(waitMsAfter(attempt, retryAfter, 10_000)).toBe(waitMs);
  });
});
