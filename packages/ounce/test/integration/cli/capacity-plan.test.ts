import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openHistory } from '../../../src/history/index.ts';
import { type Running, run, setUp, startGovernor } from './ounce.ts';

const hourMs = 3_600_000;
const config = {
  fleet: { name: 'x' },
  services: {
    consumer: {
      process: { command: ['node', '-e', 'setInterval(() => {}, 1e6)'], replicas: 2 },
      metrics: { queueDepth: { query: 'depth' }, arrivalRate: { query: 'rate(in[1m])' } },
      controls: { 'capacity-planning': { mode: 'dry-run', guardRails: { floor: 2, ceiling: 12 } } },
    },
  },
  api: { port: 0 },
};

let cwd: string;
let remove: () => Promise<void>;
let governor: Running;

beforeAll(async () => {
  ({ folder: cwd, remove } = await setUp(config));
  mkdirSync(join(cwd, '.ounce'));
  const history = openHistory(join(cwd, '.ounce', 'readings.sqlite'));
  const of = { service: 'consumer', region: 'local' };
  const untilMs = Math.floor(Date.now() / hourMs) * hourMs;
  for (let atMs = untilMs - 28 * 24 * hourMs; atMs < untilMs; atMs += hourMs / 4) {
    const arrivals = 20 + 12 * Math.sin((atMs / hourMs) * (Math.PI / 12));
    history.record({ ...of, series: 'arrivalRate' }, atMs, arrivals);
    history.record({ ...of, series: 'readyReplicas' }, atMs, 4);
  }
  history.flush();
  history.close();
  governor = await startGovernor(cwd);
}, 60_000);
afterAll(async () => {
  governor?.process.kill('SIGINT');
  await governor?.ended;
  await remove?.();
});

test('the plan of local processes is shown hour by hour, and as a manifest to take elsewhere', async () => {
  const table = await run(['capacity', 'plan', 'consumer'], { cwd });
  expect([table.code, table.stderr]).toEqual([0, '']);
  expect(table.stdout).toMatch(/^from \(UTC\) +replicas +for at most\/s$/m);
  expect(table.stdout).toMatch(/replica-hours; \d+ if nothing is changed\./);
  const manifest = await run(['capacity', 'plan', 'consumer', '--format', 'keda'], { cwd });
  expect(manifest.stdout).toContain('kind: ScaledObject');
});

test('it is not applied to a cluster that there is none of, and what carries it out is named', async () => {
  const { code, stdout, stderr } = await run(['capacity', 'plan', 'consumer', '--apply'], { cwd });
  expect(code).not.toBe(0);
  expect(stdout).toBe('');
  expect(stderr).toContain('consumer@local runs in no cluster that a manifest could go to.');
  expect(stderr).toContain('ounce controls promote capacity-planning consumer');
  const { stdout: events } = await run(['ledger', 'export', '--json'], { cwd });
  expect(events).not.toContain('is applied as');
});

test('the control that carries it out wants the replicas of this hour', async () => {
  await expect
    .poll(
      async () => {
        const { stdout } = await run(['controls', 'show', 'capacity-planning', 'consumer', '--json'], {
          cwd,
        });
        return JSON.parse(stdout).items[0]?.mode;
      },
      { timeout: 20_000 },
    )
    .toBe('dry-run');
  await expect
    .poll(async () => (await run(['ledger', 'export', '--json'], { cwd })).stdout, { timeout: 30_000 })
    .toContain('capacity-planning/consumer@local/');
});
