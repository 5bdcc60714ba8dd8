import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { forIncident, loadRunbooks } from './index.ts';

test('a team’s own runbook takes the place of the one that ships, and may be of a type of its own', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-runbooks-'));
  try {
    await writeFile(join(folder, 'queue_backlog.md'), '# Ours\n');
    await writeFile(join(folder, 'payment_outage.md'), 'Call the bank.\n');
    const runbooks = await loadRunbooks(folder);
    expect(runbooks.get('queue_backlog')).toMatchObject({ title: 'Ours', own: true });
    expect(runbooks.get('payment_outage')).toMatchObject({ title: 'payment outage', own: true });
    expect(runbooks.get('latency_spike')).toMatchObject({ title: 'Latency spike', own: false });
  } finally {
    await rm(folder, { recursive: true });
  }
});

test('a folder that is not there is said so', async () => {
  await expect(loadRunbooks('/nowhere/at/all')).rejects.toThrow(
    /runbooks in \/nowhere\/at\/all cannot be read/,
  );
});

test('commands name the incident', async () => {
  const runbook = (await loadRunbooks()).get('queue_backlog')!;
  expect(forIncident(runbook, 'inc-7').markdown).toContain('ounce incidents ack inc-7');
  expect(forIncident(runbook, 'inc-7').markdown).not.toMatch(/\bINCIDENT\b/);
});
