import { type ChildProcess, spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';

/** Debian's package `prometheus-alertmanager`. */
const alertmanagerBinary = '/usr/bin/prometheus-alertmanager';
export const hasAlertmanager = existsSync(alertmanagerBinary);

export interface RunningAlertmanager {
  /** Fires or resolves alerts, as Prometheus does. */
  tell(alerts: readonly object[]): Promise<void>;
  /** Ends it and starts it again on what it has kept. */
  restart(): Promise<void>;
  close(): Promise<void>;
}

/** A real Alertmanager on a free port, with one webhook receiver that gets everything at once. */
export async function startAlertmanager(webhook: {
  url: string;
  token: string;
}): Promise<RunningAlertmanager> {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-alertmanager-'));
  const port = await freePort();
  const config = join(folder, 'alertmanager.yml');
  // A short repeat: what has been told already is told again while the test goes on.
  await writeFile(
    config,
    `route: { receiver: ounce, group_by: [alertname], group_wait: 0s, group_interval: 1s, repeat_interval: 1s }
receivers:
  - name: ounce
    webhook_configs:
      - url: ${webhook.url}
        send_resolved: true
        http_config: { authorization: { type: Bearer, credentials: ${webhook.token} } }
`,
  );
  const url = `http://127.0.0.1:${port}`;
  let running = await start(folder, config, port);
  return {
    async tell(alerts) {
      const answer = await fetch(`${url}/api/v2/alerts`, {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body: JSON.stringify(alerts),
      });
      if (!answer.ok) throw new Error(`Alertmanager answered ${answer.status}: ${await answer.text()}`);
    },
    async restart() {
      await stop(running);
      running = await start(folder, config, port);
    },
    async close() {
      await stop(running);
      await rm(folder, { recursive: true, force: true });
    },
  };
}

async function start(folder: string, config: string, port: number): Promise<ChildProcess> {
  const args = [
    `--config.file=${config}`,
    `--storage.path=${folder}`,
    `--web.listen-address=127.0.0.1:${port}`,
    '--cluster.listen-address=',
  ];
  const child = spawn(alertmanagerBinary, args, { stdio: 'ignore' });
  for (let waited = 0; waited < 60_000; waited += 100) {
    if (child.exitCode !== null) throw new Error(`Alertmanager ended with ${child.exitCode}`);
    const ready = await fetch(`http://127.0.0.1:${port}/-/ready`).catch(() => undefined);
    if (ready?.ok) return child;
    await sleep(100);
  }
  child.kill('SIGKILL');
  throw new Error('Alertmanager was not ready within 60 s');
}

async function stop(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null) return;
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill('SIGTERM');
  await ended;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer().on('error', reject);
    server.listen(0, '127.0.0.1', () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
