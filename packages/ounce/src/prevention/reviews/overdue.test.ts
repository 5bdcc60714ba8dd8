import type { NewEvent } from '@ounce/core';
import { expect, test } from 'vitest';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { openLedger } from '../../ledger/index.ts';
import { overdueReviewCount, overdueReviews, remindOfReviews } from './index.ts';

const nowMs = Date.UTC(2026, 1, 1);
const clock = { nowMs: () => nowMs, monotonicMs: () => nowMs, sleep: async () => {} };

const opened = (i: number): NewEvent => ({
  ...{ atMs: nowMs, actor: 'governor', subject: `incident:INC-${i}`, kind: 'incident.opened' },
  data: {
    ...{ id: `INC-${i}`, type: 'latency_spike', service: 'shop', region: 'eu', severity: 1, drill: false },
    ...{ summary: 'Slow.', startedAtMs: i, detectedAtMs: i, resolvedAtMs: i + 1 },
  },
});

test('more overdue reviews than are told of at once are all told of in the end', async () => {
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  await ledger.append(Array.from({ length: 1_003 }, (_, i) => opened(i)));
  expect(overdueReviewCount(ledger, nowMs)).toBe(1_000);
  expect(overdueReviews(ledger, nowMs, { limit: 2 }).map(({ incident }) => incident.id)).toEqual([
    'INC-0',
    'INC-1',
  ]);
  expect(await remindOfReviews({ ledger, clock })).toBe(1_000);
  expect(await remindOfReviews({ ledger, clock })).toBe(3);
  expect(await remindOfReviews({ ledger, clock })).toBe(0);
  await ledger.close();
});
