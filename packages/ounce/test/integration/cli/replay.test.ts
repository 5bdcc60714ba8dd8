import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ControlStanding } from '../../../src/api/types.ts';
import type { ReplayReport } from '../../../src/history/index.ts';
import { type Running, run, setUp, startGovernor } from './ounce.ts';

const dayMs = 86_400_000;
const everyMs = 30_000;
const days = 15;

/** Steady by day and night; six times the arrivals for ten minutes on each day. */
function recordings(untilMs: number) {
  const rows: Record<'arrivalRate' | 'serviceRate' | 'queueDepth' | 'readyReplicas', string[]> = {
    arrivalRate: ['time,value'],
    serviceRate: ['time,value'],
    queueDepth: ['time,value'],
    readyReplicas: ['time,value'],
  };
  let depth = 0;
  for (let atMs = untilMs - days * dayMs; atMs < untilMs; atMs += everyMs) {
    const surge = (atMs % dayMs) / dayMs > 0.5 && (atMs % dayMs) / dayMs < 0.507;
    const [arrivals, capacity] = [surge ? 240 : 40, 70];
    const served = Math.min(capacity, arrivals + (depth * 1000) / everyMs);
    depth = Math.max(0, depth + ((arrivals - served) * everyMs) / 1000);
    rows.arrivalRate.push(`${atMs},${arrivals}`);
    rows.serviceRate.push(`${atMs},${served}`);
    rows.queueDepth.push(`${atMs},${Math.round(depth)}`);
    rows.readyReplicas.push(`${atMs},7`);
  }
  return rows;
}

const config = {
  fleet: { name: 'x' },
  services: {
    consumer: {
      metrics: { queueDepth: { query: 'depth' }, arrivalRate: { query: 'rate(in[1m])' } },
      controls: { 'predictive-scaling': { mode: 'dry-run' } },
    },
  },
  api: { port: 0 },
};

let cwd: string;
let remove: () => Promise<void>;
let governor: Running;
const ounce = async (...args: string[]) => {
  const { code, stdout, stderr } = await run(args, { cwd });
  return { code, said: stdout + stderr, json: () => JSON.parse(stdout) };
};

beforeAll(async () => {
  ({ folder: cwd, remove } = await setUp(config));
  const rows = recordings(Math.floor(Date.now() / everyMs) * everyMs);
  for (const [signal, lines] of Object.entries(rows)) {
    await writeFile(join(cwd, `${signal}.csv`), lines.join('\n'));
    const imported = await ounce(
      'capacity',
      'import',
      `${signal}.csv`,
      '--service',
      'consumer',
      '--signal',
      signal,
    );
    expect(imported.said).toContain(`${(days * dayMs) / everyMs} readings added`);
  }
  governor = await startGovernor(cwd);
}, 120_000);
afterAll(async () => {
  governor?.process.kill('SIGTERM');
  await governor?.ended;
  await remove();
});

const standing = async () =>
  (await ounce('controls', 'show', 'predictive-scaling', 'consumer', '--json')).json()
    .items[0] as ControlStanding;

test('what was imported is not imported twice, and is listed', async () => {
  const again = await ounce(
    'capacity',
    'import',
    'queueDepth.csv',
    '--service',
    'consumer',
    '--signal',
    'queueDepth',
  );
  expect(again.said).toContain('0 readings added');
  const { items } = (await ounce('capacity', 'coverage', '--json')).json();
  expect(items).toContainEqual(
    expect.objectContaining({
      service: 'consumer',
      series: 'arrivalRate',
      readings: (days * dayMs) / everyMs,
    }),
  );
});

test('a control without a record is not promoted, unless somebody says why', async () => {
  const refused = await ounce('controls', 'promote', 'predictive-scaling', 'consumer');
  expect(refused.said).toMatch(/0 days of readings and needs 14.*Only 0 of its wishes/s);
  expect(refused.code).toBe(2);
  expect((await standing()).mode).toBe('dry-run');
});

test('two weeks replayed and kept open the next mode, and the ledger keeps why', async () => {
  const replayed = await ounce(
    ...[
      'controls',
      'replay',
      'predictive-scaling',
      '--history',
      '14d',
      '--service',
      'consumer',
      '--record',
      '--json',
    ],
  );
  const [report] = replayed.json().items as ReplayReport[];
  expect(report?.record.days).toBeCloseTo(14, 0);
  expect(report?.record.truePositives).toBeGreaterThanOrEqual(10);
  // Seven replicas carry 70 a second: the ten minutes of 240 a day are too much for them, and what it wished for is not.
  expect(report?.provisioning?.had.under).toBeGreaterThan(10);
  expect(report?.provisioning?.wished.under).toBeLessThan(report!.provisioning!.had.under);
  expect(await standing()).toMatchObject({ record: { from: 'replay' }, next: 'gradual', allowed: true });
  const promoted = await ounce('controls', 'promote', 'predictive-scaling', 'consumer');
  expect(promoted).toMatchObject({
    code: 0,
    said: 'predictive-scaling on consumer@local is now in mode gradual.\n',
  });
  const events = (await run(['ledger', 'export'], { cwd })).stdout;
  expect(events).toMatch(/control\.mode_changed.*wishes.*were not needed/);
});

test('demoting asks for a reason and goes one mode down', async () => {
  expect((await ounce('controls', 'demote', 'predictive-scaling', 'consumer')).code).toBe(2);
  const reason = ['--reason', 'trying it'];
  const demoted = await ounce('controls', 'demote', 'predictive-scaling', 'consumer', ...reason);
  expect(demoted.said).toContain('now in mode dry-run');
});

test('above the highest mode there is none, and no record to wait for', async () => {
  const promote = ['controls', 'promote', 'predictive-scaling', 'consumer', '--overrule', 'trying it'];
  for (let i = 0; i < 2; i++) expect((await ounce(...promote)).code).toBe(0);
  expect((await standing()).mode).toBe('enforced');
  const refused = await ounce(...promote);
  expect(refused.code).toBe(2);
  expect(refused.said).toContain('in the highest mode already');
});
