import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import pg from 'pg';
import { afterEach, describe, expect, it } from 'vitest';
import { endPostmaster, isRunning } from '../../src/postgres/postmaster.ts';
import { eventually, freePort, ready, type ServiceProcess, startService } from '../process.ts';

interface Running {
  readonly pid: number;
  readonly adopted: boolean;
  readonly folder: string;
}

describe('the database service on an embedded PostgreSQL server', () => {
  const started: ServiceProcess[] = [];
  const postmasters = new Set<number>();

  async function start(port: number, env: Record<string, string> = {}) {
    const service = await ready(await startService({ entry: 'database', port, env }));
    started.push(service);
    const running = service.logs.find(({ event }) => event === 'postgres_running') as Running | undefined;
    if (running) postmasters.add(running.pid);
    const { url } = await service.get<{ url: string }>('/connection');
    return { service, url, running };
  }

  afterEach(async () => {
    for (const service of started.splice(0)) await service.kill('SIGTERM');
    for (const pid of postmasters) await endPostmaster(pid);
    postmasters.clear();
  });

  async function run(url: string, sql: string): Promise<unknown[]> {
    const client = new pg.Client({ connectionString: url });
    await client.connect();
    try {
      return (await client.query(sql)).rows;
    } finally {
      await client.end();
    }
  }

  it('killed and started again, adopts the server it left; when that is killed as well, starts a new one', async () => {
    const port = await freePort();
    const first = await start(port);
    await run(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
    await first.service.kill('SIGKILL');
    expect(await isRunning(first.running?.pid ?? 0)).toBe(true);

    const second = await start(port);
    expect(second).toMatchObject({ url: first.url, running: { pid: first.running?.pid, adopted: true } });
    await second.service.kill('SIGKILL');
    process.kill(first.running?.pid ?? 0, 'SIGKILL');

    const third = await start(port);
    expect(third).toMatchObject({ url: first.url, running: { adopted: false } });
    expect(await run(third.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);

    expect(await third.service.kill('SIGTERM')).toBe(0);
    expect(await isRunning(third.running?.pid ?? 0)).toBe(false);
    expect(existsSync(third.running?.folder ?? '')).toBe(false);
  });

  it('fails when its server dies, so that its supervisor starts it anew', async () => {
    const { service, running } = await start(await freePort());
    process.kill(running?.pid ?? 0, 'SIGKILL');
    expect(await service.exited()).toBe(1);
    await start(Number(new URL(service.url).port));
  });

  it('keeps the data of DATA_DIR over a stop, and watches the server of DATABASE_URL without starting one', async () => {
    const port = await freePort();
    const env = { DATA_DIR: join(tmpdir(), `fleet-test-data-${port}`) };
    try {
      const first = await start(port, env);
      await run(first.url, 'CREATE TABLE kept AS SELECT 7 AS value');
      await first.service.kill('SIGTERM');
      const second = await start(port, env);
      expect(await run(second.url, 'SELECT value FROM kept')).toEqual([{ value: 7 }]);

      const watcher = await start(await freePort(), { DATABASE_URL: second.url });
      expect(watcher).toMatchObject({ url: second.url, running: undefined });
      await second.service.kill('SIGTERM');
      await eventually(
        'not ready',
        async () => (await fetch(`${watcher.service.url}/readyz`)).status === 503,
      );
    } finally {
      await rm(env.DATA_DIR, { recursive: true, force: true });
    }
  });
});
