import { createServer, type IncomingHttpHeaders } from 'node:http';
import type { AddressInfo } from 'node:net';
import { text } from 'node:stream/consumers';
import type { Clock } from './clock.ts';
import type { NotifierHarness } from './notifier.contract.ts';
import type { Notification, Notifier } from './notifier.ts';

/** Sleeps take no time. */
export function instantClock(): Clock {
  let nowMs = Date.UTC(2026, 0, 2);
  return {
    nowMs: () => nowMs,
    monotonicMs: () => nowMs,
    async sleep(ms, signal) {
      signal?.throwIfAborted();
      nowMs += ms;
    },
  };
}

interface Received {
  readonly path: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface Receiver {
  readonly url: string;
  readonly received: readonly Received[];
  answersWith(status: number, body?: string): void;
  close(): Promise<void>;
}

/** A real HTTP server that keeps what it is sent. */
export async function startReceiver(usualStatus: number): Promise<Receiver> {
  const received: Received[] = [];
  let [status, answer] = [usualStatus, ''];
  const server = createServer(async (request, response) => {
    received.push({ path: request.url ?? '', headers: request.headers, body: await text(request) });
    response.writeHead(status).end(answer);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answersWith(wanted, body = '') {
      [status, answer] = [wanted, body];
    },
    close: () =>
      new Promise<void>((resolve) => {
        server.close(() => resolve());
        server.closeAllConnections();
      }),
  };
}

/** For the contract: `read` makes the notification again of what was received, as far as the receiver's words go. */
export async function harnessOf(
  connect: (url: string, clock: Clock) => Notifier,
  read: (body: string) => Notification,
): Promise<NotifierHarness> {
  const receiver = await startReceiver(202);
  let accepts = true;
  return {
    notifier: connect(receiver.url, instantClock()),
    delivered: () => {
      const accepted = accepts ? receiver.received.map(({ body }) => read(body)) : [];
      return [...new Map(accepted.map((notification) => [notification.id, notification])).values()];
    },
    refuse(how) {
      accepts = false;
      receiver.answersWith(how === 'for good' ? 400 : 503);
    },
    close: () => receiver.close(),
  };
}
