import { existsSync } from 'node:fs';
import { readFile, writeFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Running, run, setUp, startGovernor } from '../cli/ounce.ts';

const config = {
  fleet: { name: 'shop' },
  services: {},
  incidentTypes: { outage: 'Outage' },
  api: { port: 0 },
};

const rows = [
  'Number,Began at,Started At (UTC),Ended,Impact,Component,Title',
  '1,x,2026-01-01T00:00:00Z,2026-01-01 01:00,major,checkout,"Down, said the page"',
  '2,x,2026-01-02T00:00:00+02:00,,critical,checkout,Still down',
  '3,x,03/04/2026,,minor,checkout,Which day?',
  '4,x,2026-01-03T00:00:00Z,2026-01-02T00:00:00Z,minor,checkout,Ends before it starts',
  '5,x,2026-01-04T00:00:00Z,,huge,checkout,Unknown severity',
  '6,x,2026-01-05T00:00:00Z',
  '7,x,2026-01-06T00:00:00Z,2026-01-06T03:00:00Z,maintenance,checkout,Planned',
  '8,x,2026-01-07T00:00:00Z,2026-01-07T00:30:00Z,none,search,=HYPERLINK()',
];

let folder: string;
let remove: () => Promise<void>;
beforeAll(async () => {
  ({ folder, remove } = await setUp(config));
  await writeFile(join(folder, 'history.csv'), rows.join('\r\n'));
});
afterAll(() => remove());

const ounce = (...args: string[]) => run(['incidents', ...args], { cwd: folder });
const json = async (...args: string[]) => {
  const { stdout, stderr, code } = await ounce(...args, '--json');
  if (code !== 0) throw new Error(stderr);
  return JSON.parse(stdout);
};

describe('without a governor, straight into the journal', () => {
  test('a dry run shows the guess, names every bad row, and writes nothing', async () => {
    const { code, stdout } = await ounce('import', 'history.csv', '--dry-run');
    expect(code).toBe(0);
    expect(stdout).toMatch(/started\s+← {2}Started At \(UTC\)/);
    expect(stdout).toContain('3 would be new');
    expect(stdout).toContain('no incidents: 1 maintenance; 4 rows cannot be used');
    expect(stdout).toContain('line 4, Started At (UTC) "03/04/2026": it is no time');
    expect(stdout).toContain('line 5, Ended "2026-01-02T00:00:00Z": its resolution');
    expect(stdout).toContain('line 6, Impact "huge": it is no severity');
    expect(stdout).toContain('line 7, (the row)');
    expect(existsSync(join(folder, 'history.rejects.csv'))).toBe(false);
    const again = await json('import', 'history.csv', '--dry-run');
    expect(again.counts).toEqual({ opened: 3, changed: 0, unchanged: 0 });
  });

  test('imports, sets the bad rows aside, and knows everything again', async () => {
    const first = await json('import', 'history.csv', '--type', 'outage', '--source', 'page');
    expect(first.counts).toEqual({ opened: 3, changed: 0, unchanged: 0 });
    const rejects = await readFile(join(folder, 'history.rejects.csv'), 'utf8');
    expect(rejects.split('\r\n')[0]).toMatch(/^Number,.*,ounce_line,ounce_column,ounce_value,ounce_why$/);
    expect(rejects.trim().split('\r\n')).toHaveLength(5);
    const again = await json('import', 'history.csv', '--type', 'outage', '--source', 'page');
    expect(again.counts).toEqual({ opened: 0, changed: 0, unchanged: 3 });
  });

  test('writes only what has changed since', async () => {
    const later = rows.map((row) =>
      row.startsWith('2,') ? row.replace(',,critical', ',2026-01-02T05:00:00Z,major') : row,
    );
    await writeFile(join(folder, 'later.csv'), later.join('\n'));
    const answer = await json('import', 'later.csv', '--type', 'outage', '--source', 'page');
    expect(answer.counts).toEqual({ opened: 0, changed: 1, unchanged: 2 });
  });

  test('refuses a file of which nothing can be used, and a type that nobody has', async () => {
    await writeFile(join(folder, 'other.ndjson'), '{"colour":"red"}\nnot json\n');
    const nothing = await ounce('import', 'other.ndjson');
    expect(nothing.code).not.toBe(0);
    expect(nothing.stderr).toContain('colour');
    const type = await ounce('import', 'history.csv', '--type', 'outrage');
    expect(type.stderr).toContain('outage');
  });
});

describe('with a running governor', () => {
  let governor: Running;
  beforeAll(async () => {
    governor = await startGovernor(folder);
  });
  afterAll(async () => {
    governor.process.kill('SIGTERM');
    await governor.ended;
  });

  test('the same history is known there too, with what has changed; a person’s word outlasts the next import', async () => {
    const answer = await json('import', 'later.csv', '--type', 'outage', '--source', 'page');
    expect(answer).toMatchObject({ target: 'the running governor', counts: { opened: 0, changed: 0 } });
    const { items, total } = await json('list', '--state', 'resolved');
    expect(total).toBe(3);
    const late = items.find(({ externalId }: { externalId: string }) => externalId === 'page/2');
    expect(late).toMatchObject({ severity: 2, resolvedAtMs: Date.UTC(2026, 0, 2, 5) });
    await json(
      'correct',
      late.id,
      '--set',
      'severity=1',
      '--set',
      'resolved=2026-01-02T06:00Z',
      '--why',
      'traces',
    );
    await json('import', 'later.csv', '--type', 'outage', '--source', 'page');
    const shown = await json('show', late.id);
    expect(shown).toMatchObject({ severity: 1, resolvedAtMs: Date.UTC(2026, 0, 2, 6) });
    expect(shown.timeline.map(({ kind }: { kind: string }) => kind)).toContain('incident.corrected');
  });

  test('what is exported can be imported: CSV and NDJSON come back whole', async () => {
    for (const format of ['csv', 'ndjson']) {
      const file = `out.${format}`;
      await ounce('export', '--format', format, '--output', file);
      const answer = await json('import', file, '--source', `copy-${format}`, '--dry-run');
      expect(answer.counts).toEqual({ opened: 3, changed: 0, unchanged: 0 });
      expect(answer.rejected).toEqual([]);
    }
    const csv = await readFile(join(folder, 'out.csv'), 'utf8');
    expect(csv).toContain("'=HYPERLINK()");
  });

  test('an incident by hand goes through its course, and each wrong turn is refused with what to do', async () => {
    const made = await json(
      'open',
      '--type',
      'outage',
      '--service',
      'checkout',
      '--summary',
      'Down',
      '--started',
      '1h',
    );
    const early = await ounce('resolve', made.id, '--at', '3h');
    expect(early.code).not.toBe(0);
    expect(early.stderr).toContain('before its start');
    await json('ack', made.id);
    const twice = await ounce('ack', made.id);
    expect(twice.stderr).toContain('OUNCE_E_RULE');
    expect(twice.stderr).toContain('ounce incidents correct');
    await json('mitigate', made.id, '--at', '5m');
    await json('resolve', made.id, '--why', 'rolled back');
    await json('reopen', made.id, '--why', 'again');
    const unknown = await ounce('show', `${made.id.slice(0, -1)}_`);
    expect(unknown.stderr).toContain(made.id);
    const badType = await ounce('open', '--type', 'latency_spice', '--service', 'x', '--summary', 'y');
    expect(badType.stderr).toContain('latency_spike');
  });
});

const shared = resolve('../shared/data/incidents');

// The public histories are not part of the repository.
describe.skipIf(!existsSync(shared))('public histories', () => {
  test.each(['github-status-incidents.csv', 'upptime-incidents.csv'])(
    '%s: every row is read',
    async (name) => {
      const answer = await json('import', join(shared, name), '--dry-run');
      expect(answer.rejected).toEqual([]);
      const passedOver = Object.values(answer.passedOver as Record<string, number>).reduce(
        (a, b) => a + b,
        0,
      );
      expect(answer.incidents + answer.merged + passedOver).toBe(answer.rows);
    },
  );
});
