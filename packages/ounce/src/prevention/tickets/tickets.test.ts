import { describe, expect, test } from 'vitest';
import { historyOf } from '../effectiveness/test-history.ts';
import { countTickets, readTicketsCsv } from './index.ts';

describe('readTicketsCsv', () => {
  test('by month, by day, and from since to until', () => {
    const text =
      'Month,Day,Since,Until,Count,Service\n2026-02,,,,40,shop\n,2026-03-01,,,2,\n,,2026-03-02,2026-03-04,5,\n';
    expect(readTicketsCsv(text, 'desk')).toEqual([
      { source: 'desk', sinceMs: Date.UTC(2026, 1), untilMs: Date.UTC(2026, 2), count: 40, service: 'shop' },
      { source: 'desk', sinceMs: Date.UTC(2026, 2, 1), untilMs: Date.UTC(2026, 2, 2), count: 2 },
      { source: 'desk', sinceMs: Date.UTC(2026, 2, 2), untilMs: Date.UTC(2026, 2, 4), count: 5 },
    ]);
  });

  test.each([
    ['month,count\n2026-02,many\n', /Line 2: `count` must be a whole number/],
    ['month,count\n2026-02,4\n,5\n', /Line 3: say when/],
    ['month,count\n', /no line below its heading/],
    ['a,b\n"open', /no CSV/],
  ])('%j is refused with its line', (text, says) => {
    expect(() => readTicketsCsv(text, 'desk')).toThrow(says);
  });
});

test('a stretch that ends before it begins is refused, and nothing of the batch is kept', async () => {
  const { ledger, clock, close } = await historyOf([], [], 1);
  const good = { source: 'desk', sinceMs: 0, untilMs: 1000, count: 1 };
  const counting = countTickets({ ledger, clock, actor: 'local' }, [good, { ...good, untilMs: 0 }]);
  await expect(counting).rejects.toMatchObject({ code: 'OUNCE_E_BAD_REQUEST' });
  expect(ledger.query.ticketCounts()).toEqual([]);
  await close();
});
