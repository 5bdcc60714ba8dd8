import { spawn } from 'node:child_process';
import { mkdir, readFile } from 'node:fs/promises';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openFileJournal } from '../../../src/connectors/file-journal/index.ts';
import { bin, run, setUp } from './ounce.ts';

const config = {
  fleet: { name: 'x' },
  services: {
    'pubsub-consumer': {
      metrics: {
        queueDepth: { query: 'sum(depth)', intervalMs: 1_000 },
        arrivalRate: { query: 'rate(in)', intervalMs: 1_000 },
        serviceRate: { query: 'rate(out)', intervalMs: 1_000 },
      },
      detect: { queue_backlog: { above: 200 } },
      controls: {
        'predictive-scaling': { mode: 'enforced', guardRails: { floor: 2, ceiling: 14 } },
      },
      chaos: 'allowed',
    },
    traffic: { chaos: 'allowed' },
    gateway: {},
  },
};

let cwd: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder: cwd, remove } = await setUp(config));
});
afterAll(() => remove());

const inject = ['chaos', 'inject', '--scenario', 'queue_backlog', '--duration', '30s'];

describe('wrong usage exits 2 and says what is near', () => {
  test.each([
    [['statsu'], "unknown command 'statsu'", 'Did you mean status?'],
    [['chaos', 'injct'], "unknown command 'injct'", 'Did you mean inject?'],
    [['status', '--jsn'], "unknown option '--jsn'", 'Did you mean --json?'],
    [['chaos', 'inject', '--scenario', 'queue_backlog'], "required option '--duration <time>'", '--help'],
    [[...inject, '--controls', 'onn'], "'onn' is invalid", 'on, off'],
    [['chaos', 'inject', '--scenario', 'x', '--duration', '30'], "'30' is invalid", 'for example 90s'],
    [[...inject, '--repeat', '2.5'], "'2.5' is invalid", 'whole number'],
    [
      ['chaos', 'inject', '--scenario', 'nothing', '--duration', '30s', '--simulate'],
      'no scenario "nothing"',
      'queue_backlog',
    ],
  ])('%j', async (args, ...says) => {
    const { code, stdout, stderr } = await run(args, { cwd });
    expect([code, stdout]).toEqual([2, '']);
    for (const text of says) expect(stderr).toContain(text);
  });
});

describe('a file that cannot be read is named, with why; exit 2', () => {
  test.each([
    ['pir', 'import', 'nope.md'],
    ['roadmap', 'import', 'nope.csv'],
    ['tickets', 'import', 'nope.csv', '--source', 'desk'],
    ['incidents', 'import', 'nope.csv'],
    ['capacity', 'import', 'nope.csv', '--service', 'gateway', '--signal', 'arrivalRate'],
    ['capacity', 'load-test', 'nope.csv', 'gateway', '--replicas', '2'],
  ])('%s %s', async (...args) => {
    const { code, stderr } = await run(args, { cwd });
    expect([code, stderr]).toEqual([
      2,
      `OUNCE_E_NOT_FOUND: ${args[2]} cannot be read: there is no such file.\nWhat to do: Check the path and the rights of the file.\n`,
    ]);
  });
});

test('with --json wrong usage is one object on stdout as well', async () => {
  const { code, stdout } = await run(['incidents', 'list', '--severity', '7', '--json'], { cwd });
  expect(code).toBe(2);
  expect(JSON.parse(stdout).error.message).toContain("'7' is invalid");
});

test('a simulation about a service that the config does not have says which it has', async () => {
  const other = await setUp({ fleet: { name: 'x' }, services: { shop: {} } });
  const { code, stderr } = await run([...inject, '--simulate'], { cwd: other.folder });
  await other.remove();
  expect([code, stderr]).toEqual([2, expect.stringContaining('has shop: name it there')]);
});

describe('a simulated year', () => {
  test('that was never made is not shown', async () => {
    const { code, stderr } = await run(['demo-data', '--show', '--folder', 'nowhere'], { cwd });
    expect([code, stderr]).toEqual([2, expect.stringContaining('Make one with `ounce demo-data`.')]);
  });

  test('is not removed from under the console that shows it', async () => {
    const folder = join(cwd, 'shown', 'demo-data');
    await mkdir(folder, { recursive: true });
    const shown = createServer();
    await new Promise<void>((up) => shown.listen(join(folder, 'governor.sock'), up));
    const remove = () => run(['demo-data', '--remove', '--folder', 'shown'], { cwd });
    const refused = await remove();
    await new Promise((closed) => shown.close(closed));
    expect([refused.code, refused.stderr]).toEqual([2, expect.stringContaining('is being shown')]);
    expect((await remove()).code).toBe(0);
  });
});

test('ounce and ggen are the same command', async () => {
  const text = await readFile(new URL('../../../package.json', import.meta.url), 'utf8');
  const { bin } = JSON.parse(text) as { bin: Record<string, string> };
  expect(Object.keys(bin).sort()).toEqual(['ggen', 'ounce']);
  expect(bin.ounce).toBe(bin.ggen);
});

test('init writes a config once, and says where', async () => {
  const first = await run(['init', '--json', '--config', 'mine.config.ts'], { cwd });
  expect(JSON.parse(first.stdout)).toEqual({ written: join(cwd, 'mine.config.ts') });
  const second = await run(['init', '--config', 'mine.config.ts'], { cwd });
  expect(second.code).toBe(2);
  expect(second.stderr).toContain('--force');
});

test('init makes the folder that it was given', async () => {
  const { code } = await run(['init', '--config', 'shop/ounce.config.ts'], { cwd });
  expect([code, await readFile(join(cwd, 'shop/ounce.config.ts'), 'utf8')]).toEqual([
    0,
    expect.stringContaining('defineConfig'),
  ]);
});

test('the first config can be used as it is, also where no `ounce` is installed', async () => {
  const { folder, remove: removeEmpty } = await setUp('{}', 'unrelated.json');
  await run(['init'], { cwd: folder });
  const { code, stdout, stderr } = await run(['chaos', 'inject', '--help', '--json'], { cwd: folder });
  expect([code, stderr]).toEqual([0, '']);
  expect(stdout).toContain('Example:');
  const examined = JSON.parse((await run(['doctor', '--json'], { cwd: folder })).stdout);
  await removeEmpty();
  const config = examined.findings.find(({ what }: { what: string }) => what === 'config');
  expect(config).toMatchObject({ ok: true });
});

test('a reader of an export that has seen enough ends it, and no fault is told', async () => {
  await mkdir(join(cwd, '.ounce'), { recursive: true });
  const journal = await openFileJournal({ path: join(cwd, '.ounce', 'journal.ndjson') });
  const note = {
    atMs: 1,
    actor: 'local',
    subject: 'fleet',
    kind: 'note.added',
    data: { text: 'x'.repeat(200) },
  } as const;
  await journal.append(Array.from({ length: 2_000 }, () => note));
  await journal.close();
  const script = `"${process.execPath}" "${bin}" ledger export | head -c 8; echo " ${'$'}{PIPESTATUS[0]}"`;
  const child = spawn('bash', ['-c', script], { cwd, stdio: ['ignore', 'pipe', 'pipe'] });
  let said = '';
  for (const stream of [child.stdout, child.stderr])
    stream.setEncoding('utf8').on('data', (text: string) => {
      said += text;
    });
  await new Promise((closed) => child.on('close', closed));
  expect(said).toBe('{"seq":1 0\n');
});

describe('a dry run', () => {
  test('says what would be done to whom, and never that it passed', async () => {
    const { code, stdout, stderr } = await run([...inject, '--dry-run'], { cwd });
    expect(code).toBe(0);
    expect(stdout).toContain('Dry run: nothing was injected.');
    expect(stdout).toContain('arrivals × 10 into traffic@local for 30 s');
    expect(stdout).toContain('pubsub-consumer@local');
    expect(stdout + stderr).not.toMatch(/pass/i);
  });

  test('as JSON has the resolved targets, and no verdict', async () => {
    const { stdout } = await run([...inject, '--dry-run', '--json', '--factor', '3'], { cwd });
    const plan = JSON.parse(stdout);
    expect(plan).toMatchObject({
      dryRun: true,
      target: 'pubsub-consumer@local',
      faultTarget: 'traffic@local',
      faults: ['arrivals × 3'],
      refusedBy: [],
    });
    expect(stdout).not.toMatch(/verdict|passed/);
  });

  test('exits 2 when it would be refused', async () => {
    const { traffic: _, ...services } = config.services;
    const other = await setUp({ ...config, services: { ...services, traffic: {} } });
    const { code, stdout } = await run([...inject, '--dry-run'], { cwd: other.folder });
    await other.remove();
    expect(code).toBe(2);
    expect(stdout).toContain('would be refused: traffic not marked');
  });
});

describe('a simulation', () => {
  const simulate = (...more: string[]) => run([...inject, '--simulate', ...more], { cwd });

  test('with the same seed gives the same bytes, with another it does not', async () => {
    const [one, same, other] = await Promise.all(
      ['7', '7', '8'].map((seed) => simulate('--seed', seed, '--json')),
    );
    expect(one!.code).toBe(0);
    expect(JSON.parse(one!.stdout)).toMatchObject({ phase: 'finished', verdict: { kind: 'passed' } });
    expect(same!.stdout).toBe(one!.stdout);
    expect(other!.stdout).not.toBe(one!.stdout);
  });

  test('without the controls fails and exits 1', async () => {
    const { code, stdout } = await simulate('--controls', 'off');
    expect(code).toBe(1);
    expect(stdout).toMatch(/^FAIL {2}queue_backlog \(arrivals × 10, 30 s, controls off\)/);
  });

  test('repeated says what reliability the runs support', async () => {
    const { code, stdout } = await simulate('--repeat', '3', '--json');
    expect(code).toBe(0);
    expect(stdout.trim().split('\n')).toHaveLength(1);
    const { runs, passed, of, reliabilityAtLeast } = JSON.parse(stdout);
    expect(runs.map((run: { id: string }) => run.id.match(/seed-\d$/)?.[0])).toEqual([
      'seed-1',
      'seed-2',
      'seed-3',
    ]);
    expect([passed, of]).toEqual([3, 3]);
    // Three of three: the one-sided 95 % bound is 0.05 to the power of a third.
    expect(reliabilityAtLeast).toBeCloseTo(0.05 ** (1 / 3), 6);
    expect((await simulate('--repeat', '3')).stdout).toContain('3 of 3 runs passed: at least 36 % reliable');
  });
});
