import { chmod, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { type Ended, freePort, type Running, run, setUp, startGovernor } from './ounce.ts';

let folder: string;
let remove: () => Promise<void>;
let governor: Running;
let incidentId: string;
const config = 'ounce.config.json';

const ounce = (...args: string[]) => run(args, { cwd: folder });
async function said(ended: Promise<Ended>) {
  const { code, stdout, stderr } = await ended;
  if (code !== 0) throw new Error(`exit ${code}: ${stdout}${stderr}`);
  return stdout;
}
const json = async (...args: string[]) => JSON.parse(await said(ounce(...args, '--json')));

beforeAll(async () => {
  const api = { port: await freePort() };
  ({ folder, remove } = await setUp({ fleet: { name: 'shop' }, services: { checkout: {} }, api }));
  // Once without a governor, straight into the journal.
  const loaded = await json('init', '--with-catalogue', '--config', config);
  expect(loaded).toMatchObject({ kept: join(folder, config), preventions: { added: 17 } });
  governor = await startGovernor(folder);
  const opened = ['--type', 'latency_spike', '--service', 'checkout', '--severity', '2', '--started', '2h'];
  const incident = await json('incidents', 'open', ...opened, '--summary', 'p99 above 3 s');
  incidentId = incident.id;
});
afterAll(async () => {
  governor?.process.kill('SIGTERM');
  await governor?.ended;
  await remove?.();
});

/** An editor that replaces text in the file it is given, and may run a command while it is open. */
async function editor(
  name: string,
  replace: readonly (readonly [string, string])[],
  meanwhile: readonly string[] = [],
) {
  const script = join(folder, `${name}.mjs`);
  await writeFile(
    script,
    `import { execFileSync } from 'node:child_process';
    import { readFileSync, writeFileSync } from 'node:fs';
    const file = process.argv.at(-1);
    let text = readFileSync(file, 'utf8');
    for (const [from, to] of ${JSON.stringify(replace)}) text = text.replace(from, to);
    writeFileSync(file, text);
    const meanwhile = ${JSON.stringify(meanwhile)};
    if (meanwhile.length > 0) execFileSync(process.execPath, meanwhile);`,
  );
  await chmod(script, 0o700);
  return { EDITOR: `${process.execPath} ${script}` };
}

test('the catalogue is there after a start, and loading it again changes nothing', async () => {
  expect(await said(ounce('preventions', 'list', '--type', 'queue_backlog'))).toContain('predictive-scaling');
  expect(await json('init', '--with-catalogue', '--config', config)).toMatchObject({
    preventions: { added: 0, kept: 17 },
  });
  const causes = await said(ounce('root-causes', 'list', '--type', 'latency_spike'));
  expect(causes).toContain('gc-pauses');
});

test('a prevention goes its way from the command line', async () => {
  const id = 'timeouts-in-the-mesh';
  await said(
    ounce(
      'preventions',
      'add',
      '--title',
      'Timeouts in the mesh',
      '--kind',
      'architecture',
      '--step',
      'Set them',
    ),
  );
  const early = await ounce('preventions', 'status', id, 'complete');
  expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('“Set them”')]);
  expect(await said(ounce('preventions', 'check', id, '1'))).toContain(
    `ounce preventions status ${id} complete`,
  );
  await said(ounce('preventions', 'status', id, 'complete'));
  const shown = await said(ounce('preventions', 'show', id));
  expect(shown).toMatch(/1\. \[x\] Set them.*Missing for verified.*names no experiment.*History/s);
  expect((await ounce('preventions', 'verify', id)).stderr).toContain('names no experiment');
});

describe('a review', () => {
  test('is drafted, exported, changed and taken back in', async () => {
    const { review } = await json('pir', 'create', '--incident-id', incidentId);
    expect(review.timeline.length).toBeGreaterThan(0);
    const file = join(folder, 'review.md');
    await said(ounce('pir', 'export', review.id, '--out', file));
    const text = await readFile(file, 'utf8');
    await writeFile(file, text.replace('rootCauses: []', 'rootCauses: [inefficient-queries]'));
    await said(ounce('pir', 'import', file));
    const shown = await said(ounce('pir', 'show', review.id));
    expect(shown).toMatch(
      /Inefficient queries.*Still missing.*still open.*Suggested.*query-performance-monitoring/s,
    );
    expect((await ounce('pir', 'import', file)).stderr).toContain('OUNCE_E_VERSION_CONFLICT');
  });

  test('is edited while somebody else saves: both edits are there afterwards', async () => {
    const id = `PIR-${incidentId}`;
    const other = join(folder, 'other.md');
    await said(ounce('pir', 'export', id, '--out', other));
    await writeFile(
      other,
      (await readFile(other, 'utf8')).replace('## Lessons\n', '## Lessons\n\nTheirs.\n'),
    );
    const bin = new URL('../../../bin/ounce.mjs', import.meta.url).pathname;
    const env = await editor(
      'mine',
      [['## Resolution\n', '## Resolution\n\nMine.\n']],
      [bin, 'pir', 'import', other],
    );
    const { code, stderr } = await run(['pir', 'edit', id], { cwd: folder, env });
    expect([code, stderr]).toEqual([0, expect.stringContaining('both were put together')]);
    expect((await json('pir', 'show', id)).review).toMatchObject({ lessons: 'Theirs.', resolution: 'Mine.' });
  });

  test('that both have changed in the same place is not saved with marks in it, and the text is kept', async () => {
    const id = `PIR-${incidentId}`;
    const other = join(folder, 'other.md');
    await said(ounce('pir', 'export', id, '--out', other));
    await writeFile(other, (await readFile(other, 'utf8')).replace('Theirs.', 'Theirs again.'));
    const bin = new URL('../../../bin/ounce.mjs', import.meta.url).pathname;
    const env = await editor('clash', [['Theirs.', 'Mine instead.']], [bin, 'pir', 'import', other]);
    const ended = await run(['pir', 'edit', id], { cwd: folder, env });
    expect(ended.stderr).toMatch(/You disagree on: Lessons/);
    expect(ended.code).not.toBe(0);
    const [, kept] = /Your text is kept in (\S+):/.exec(ended.stderr) ?? [];
    const text = await readFile(kept ?? '', 'utf8');
    await rm(dirname(kept ?? ''), { recursive: true });
    expect(text).toContain('<<<<<<< yours\nMine instead.\n=======\nTheirs again.\n>>>>>>> theirs');
    expect((await json('pir', 'show', id)).review.lessons).toBe('Theirs again.');
  });

  test('says what is missing until it can be finished', async () => {
    const id = `PIR-${incidentId}`;
    const early = await ounce('pir', 'finish', id);
    expect([early.code, early.stderr]).toEqual([2, expect.stringContaining('Its incident is still open.')]);
    await said(ounce('incidents', 'resolve', incidentId, '--why', 'An index was added.'));
    const env = await editor('rest', [
      ['## Why it was not caught\n', '## Why it was not caught\n\nNobody looked.\n'],
    ]);
    await said(run(['pir', 'edit', id], { cwd: folder, env }));
    expect(await said(ounce('pir', 'finish', id))).toMatch(/is finished.*query-performance-monitoring/s);
    expect(await said(ounce('pir', 'overdue'))).toContain('No review is overdue.');
    expect(await said(ounce('pir', 'list'))).toMatch(new RegExp(`${id}.*finished`));
  });
});
