import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http';
import type { AddressInfo } from 'node:net';
import { FakeFleet } from './fake-fleet.ts';
import { liveState, type Scene } from './fake-state.ts';
import { answer } from './routes.ts';
import { serveFile } from './static-files.ts';

export interface FakeOptions extends Scene {
  /** 0 for a free one. */
  readonly port: number;
  readonly token: string;
  readonly frozen: boolean;
  /** Begins with an hour of history that has drills in it; without, nothing has ever happened. */
  readonly history: boolean;
  /** How many seconds into a running drill it begins; absent for none. */
  readonly drillForSeconds?: number;
}

const minuteMs = 60_000;

async function readBody(request: IncomingMessage): Promise<unknown> {
  const pieces: Buffer[] = [];
  for await (const piece of request) pieces.push(piece as Buffer);
  return pieces.length === 0 ? undefined : JSON.parse(Buffer.concat(pieces).toString('utf8'));
}

function sendJson(response: ServerResponse, status: number, body: unknown) {
  response.writeHead(status, { 'content-type': 'application/json' }).end(JSON.stringify(body));
}

/** Lives through the past hour at once. */
function prepare({ history, drillForSeconds, frozen }: FakeOptions): FakeFleet {
  const nowMs = Math.floor(Date.now() / 1000) * 1000;
  const fromMs = nowMs - (history ? 62 * minuteMs : 30_000);
  const drillAtMs = nowMs - (drillForSeconds ?? 0) * 1000;
  const fleet = new FakeFleet(fromMs);
  for (let atMs = fromMs; atMs <= nowMs; atMs += 1000) {
    const drill = { scenario: 'queue_backlog', controls: 'on' } as const;
    if (history && atMs === nowMs - 40 * minuteMs)
      fleet.start({ ...drill, durationMs: 60_000, factor: 6 }, atMs);
    if (drillForSeconds && atMs === drillAtMs)
      fleet.start({ ...drill, durationMs: 60_000, factor: 10 }, atMs);
    if (frozen && atMs === nowMs - 12 * minuteMs) {
      const reason = 'Moving the payment database by hand, please leave everything as it is';
      fleet.freeze = { frozen: true, reason, actor: 'token:7f3a', sinceMs: atMs };
    }
    fleet.step(atMs);
  }
  return fleet;
}

/** Starts the fake governor on 127.0.0.1. The fleet moves on by itself; `close` stops it. */
export async function startFake(options: FakeOptions): Promise<{ url: string; close: () => Promise<void> }> {
  const fleet = prepare(options);
  const startedAtMs = fleet.model.now.atMs - 3 * 60 * minuteMs;
  const watchers = new Set<ServerResponse>();
  const stateEvent = () =>
    `event: state\ndata: ${JSON.stringify(liveState(fleet, options, startedAtMs))}\n\n`;
  const timer = setInterval(() => {
    fleet.step(fleet.model.now.atMs + 1000);
    const event = watchers.size > 0 ? stateEvent() : '';
    for (const watcher of watchers) watcher.write(event);
  }, 1_000);

  const onRequest = async (request: IncomingMessage, response: ServerResponse) => {
    const { pathname: path, searchParams: search } = new URL(request.url ?? '/', 'http://fake');
    if (!path.startsWith('/api')) return serveFile(path, response);
    if (request.headers.authorization !== `Bearer ${options.token}`) {
      const mend = 'Make a token with npx ounce token create.';
      return sendJson(response, 401, { code: 'OUNCE_E_TOKEN', message: 'This token is not known.', mend });
    }
    if (path === '/api/live') {
      response.writeHead(200, { 'content-type': 'text/event-stream' }).write(stateEvent());
      watchers.add(response);
      response.on('close', () => watchers.delete(response));
      return;
    }
    if (path === '/api/state') return sendJson(response, 200, liveState(fleet, options, startedAtMs));
    const body = await readBody(request);
    const { status, body: said } = answer(fleet, { method: request.method ?? 'GET', path, search, body });
    sendJson(response, status, said);
  };

  const server: Server = createServer((request, response) => void onRequest(request, response));
  await new Promise<void>((listening) => server.listen(options.port, '127.0.0.1', listening));
  const { port } = server.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}`,
    close: () => {
      clearInterval(timer);
      server.closeAllConnections();
      return new Promise((closed) => server.close(() => closed()));
    },
  };
}
