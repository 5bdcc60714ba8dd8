import type { Prevention } from '@ounce/core';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PreventionRecord } from '../../ledger/index.ts';
import { starterPreventions } from '../catalogue/index.ts';
import { roadmapFromCsv, roadmapToCsv } from './csv.ts';
import { markOf } from './marks.ts';

const day = (text: string) => Date.parse(`${text}T12:00:00Z`);
const step = (done: boolean) => ({ text: 'step', done });

function record(more: Partial<Prevention>): PreventionRecord {
  const { prevention } = starterPreventions[0]!;
  const createdAtMs = day('2026-01-01');
  return { ...prevention, status: 'in_progress', ...more, createdAtMs, savedAtMs: createdAtMs };
}

describe('a mark', () => {
  const checklist = [step(true), step(false), step(false), step(false)];
  test.each([
    ['on track in time', { target: '2026-03-31' }, '2026-01-20', 'on_track'],
    ['at risk when steps lag time by more than 20 points', { target: '2026-03-31' }, '2026-02-15', 'at_risk'],
    [
      'on track again when the steps have caught up',
      { target: '2026-03-31', checklist: [step(true)] },
      '2026-03-30',
      'on_track',
    ],
    ['not overdue on its day', { target: '2026-03-31', checklist: [step(true)] }, '2026-03-31', 'on_track'],
    ['overdue the day after', { target: '2026-03-31' }, '2026-04-01', 'overdue'],
    [
      'not overdue on the last day of its quarter',
      { target: '2026-Q1', checklist: [step(true)] },
      '2026-03-31',
      'on_track',
    ],
    ['overdue when its quarter is over', { target: '2026-Q1' }, '2026-04-01', 'overdue'],
    ['done whatever the date', { target: '2026-Q1', status: 'verified' as const }, '2027-01-01', 'done'],
    ['open-ended without a target', {}, '2026-04-01', 'open_ended'],
  ])('is %s', (_, more, now, kind) => {
    const { target: _none, ...base } = record({ checklist });
    expect(markOf({ ...base, ...more }, day(now)).kind).toBe(kind);
  });

  test('counts time from when work began', () => {
    const begun = record({ checklist, target: '2026-03-31', startedAtMs: day('2026-02-10') });
    expect(markOf(begun, day('2026-02-15')).kind).toBe('on_track');
    expect(markOf(begun, day('2026-03-20'))).toEqual({
      ...{ kind: 'at_risk', says: '1 of 4 steps are done, and 77 % of the time is gone.' },
    });
  });
});

const cell = fc.oneof(
  fc.string({ maxLength: 12 }),
  fc.constantFrom('=1+1', "'=x", '-5', '@a', '"quoted"', 'a,b', 'two\nlines', '+1', "''@"),
);

test('CSV keeps titles, owners and approaches to any text, also what a spreadsheet would take for a formula', () => {
  fc.assert(
    fc.property(
      cell.filter((text) => text.trim() === text && text !== ''),
      cell.filter((text) => text.trim() === text),
      (title, owner) => {
        const prevention = record({ title, owner, target: '2026-03-31' });
        const row = { prevention, quarter: '2026-Q1', mark: { kind: 'on_track' as const }, slips: [] };
        const csv = roadmapToCsv([row]);
        expect(csv).not.toMatch(/(^|,)"?[=@]/m);
        const { rows, bad } = roadmapFromCsv(csv);
        expect(bad).toEqual([]);
        expect(rows[0]?.fields).toMatchObject({ title, owner, target: '2026-03-31', quarter: '2026-Q1' });
      },
    ),
  );
});

test('a file that is no roadmap is refused with what it lacks', () => {
  expect(() => roadmapFromCsv('a,b\n1,2\n')).toThrow(/neither a column "id" nor "title"; it has a, b/);
  expect(() => roadmapFromCsv('id,title\n"open')).toThrow(/not CSV/);
});
