import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, test } from 'vitest';
import { openRollups } from './rollups.ts';

const ref = { service: 'consumer', region: 'eu-1' };
const hourMs = 3_600_000;

test('counts are added up by hour, before and after they are written', () => {
  const rollups = openRollups(':memory:');
  rollups.count('canary', ref, 10, 'holds');
  rollups.flush();
  rollups.count('canary', ref, hourMs - 1, 'holds', 5);
  rollups.count('canary', ref, hourMs, 'trueNegatives');
  rollups.count('other', ref, 20, 'falsePositives');
  expect(rollups.rows({ control: 'canary' })).toMatchObject([
    { ...ref, hourMs: 0, holds: 6, acts: 0, trueNegatives: 0 },
    { ...ref, hourMs, holds: 0, trueNegatives: 1 },
  ]);
  expect(rollups.rows({ sinceMs: hourMs })).toHaveLength(1);
  expect(rollups.rows({ untilMs: hourMs })).toHaveLength(2);
  rollups.dropBefore(hourMs);
  expect(rollups.rows()).toMatchObject([{ control: 'canary', hourMs }]);
  rollups.close();
});

test('close writes what has been counted', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-rollups-'));
  const path = join(folder, 'rollups');
  const rollups = openRollups(path);
  rollups.count('canary', ref, 0, 'acts');
  rollups.close();
  const reopened = openRollups(path);
  expect(reopened.rows()).toMatchObject([{ acts: 1 }]);
  reopened.close();
  await rm(folder, { recursive: true });
});
