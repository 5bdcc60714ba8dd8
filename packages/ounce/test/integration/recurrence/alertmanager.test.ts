import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { isOunceError } from '@ounce/core';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { alertmanagerNotifier } from '../../../src/connectors/alertmanager/index.ts';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { notification } from './notification.ts';

const binary = process.env.ALERTMANAGER ?? '/usr/bin/prometheus-alertmanager';
/** A skip needs a reason: there is no Alertmanager on this machine (Debian: prometheus-alertmanager). */
const missing = !existsSync(binary);

interface GivenAlert {
  readonly labels: Readonly<Record<string, string>>;
  readonly annotations: Readonly<Record<string, string>>;
  readonly endsAt: string;
  readonly status: { readonly state: string };
}

describe.skipIf(missing)('a real Alertmanager', () => {
  let folder: string;
  let server: ChildProcess;
  let url: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'ounce-alertmanager-'));
    const config = join(folder, 'alertmanager.yml');
    await writeFile(config, 'route: { receiver: nobody }\nreceivers: [{ name: nobody }]\n');
    url = `http://127.0.0.1:${await freePort()}`;
    const address = url.slice('http://'.length);
    server = spawn(
      binary,
      [
        `--config.file=${config}`,
        `--storage.path=${join(folder, 'data')}`,
        `--web.listen-address=${address}`,
        '--cluster.listen-address=',
      ],
      { stdio: 'ignore' },
    );
    const ready = async () => (await fetch(`${url}/-/ready`).catch(() => undefined))?.status === 200;
    while (!(await ready())) await sleep(50);
  });
  afterAll(async () => {
    const exited = once(server, 'exit');
    server.kill('SIGTERM');
    await exited;
    await rm(folder, { recursive: true });
  });

  const alerts = async () => (await (await fetch(`${url}/api/v2/alerts`)).json()) as GivenAlert[];
  const { signal } = new AbortController();

  test('takes the alert, knows it again when it is told twice, and keeps it for as long as was said', async () => {
    const notifier = alertmanagerNotifier({ clock: systemClock(), url, firesForMs: 7_200_000 });
    await notifier.notify(notification, signal);
    await notifier.notify(notification, signal);
    const given = await alerts();
    expect(given).toMatchObject([
      {
        labels: {
          ...{ alertname: 'prevention_failure_detected', severity: 'warning', type: 'queue_backlog' },
          ...{ prevention: 'predictive-scaling', notification: notification.id },
        },
        annotations: { summary: notification.title, description: notification.text },
      },
    ]);
    expect(Date.parse(given[0]!.endsAt)).toBe(notification.atMs + 7_200_000);
  });

  test('refuses what ends before it begins, and its words come through', async () => {
    const notifier = alertmanagerNotifier({ clock: systemClock(), url, firesForMs: -60_000 });
    const error = await notifier
      .notify({ ...notification, id: 'other' }, signal)
      .catch((thrown: unknown) => thrown);
    expect(isOunceError(error) && error.message).toMatch(/answered 400 .*start time must be before end time/);
    expect(isOunceError(error) && error.retry).toBe(false);
  });
});

async function freePort(): Promise<number> {
  const server = createServer();
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as { port: number };
  await new Promise<void>((resolve) => server.close(() => resolve()));
  return port;
}
