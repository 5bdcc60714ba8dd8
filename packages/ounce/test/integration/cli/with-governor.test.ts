import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, run, setUp, startGovernor } from './ounce.ts';

const config = { fleet: { name: 'x' }, services: { consumer: {} }, api: { port: 0 } };

let cwd: string;
let remove: () => Promise<void>;
let governor: Running;

beforeAll(async () => {
  ({ folder: cwd, remove } = await setUp(config));
  governor = await startGovernor(cwd);
});
afterAll(async () => {
  governor?.process.kill('SIGINT');
  await governor?.ended;
  await remove?.();
});

const json = async (...args: string[]) => {
  const { code, stdout, stderr } = await run([...args, '--json'], { cwd });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout.trim().split('\n')).toHaveLength(1);
  return JSON.parse(stdout);
};

describe('beside a running governor', () => {
  test('a freeze is set with a reason and lifted again', async () => {
    expect(await json('freeze', '--reason', 'trying it')).toMatchObject({
      frozen: true,
      reason: 'trying it',
    });
    expect(await json('status')).toMatchObject({ freeze: { frozen: true } });
    expect(await json('unfreeze', '--reason', 'tried')).toEqual({ frozen: false });
    const said = await run(['unfreeze'], { cwd });
    expect([said.code, said.stdout]).toEqual([0, 'Not frozen: controls act as their modes allow.\n']);
  });

  test('an empty reason is none', async () => {
    expect((await run(['freeze', '--reason', ' '], { cwd })).stderr).toContain('body/reason');
  });

  test('recovery of nothing does no harm, twice', async () => {
    for (let i = 0; i < 2; i++)
      expect(await json('chaos', 'recover')).toEqual({ removed: [], notRemoved: [] });
  });

  test('an export of incidents with --json is one object', async () => {
    const opened = await json(
      'incidents',
      'open',
      '--type',
      'latency_spike',
      '--service',
      'gateway',
      '--summary',
      'größer\u2028noch',
    );
    expect(await json('incidents', 'export')).toEqual({
      incidents: [expect.objectContaining({ id: opened.id, summary: 'größer\u2028noch' })],
    });
  });

  test('the ledger verifies and is rebuilt while it is written to', async () => {
    expect(await json('ledger', 'verify')).toMatchObject({ kind: 'intact' });
    expect((await json('ledger', 'rebuild')).events).toBeGreaterThan(0);
    const { events } = await json('ledger', 'export');
    expect(events.map(({ kind }: { kind: string }) => kind)).toContain('freeze.lifted');
  });
});
