import { describe, expect, test } from 'vitest';
import { dayMs, onDay } from './test-history.ts';
import { watcherChange } from './watcher-change.ts';

const span = (from: number, to: number) => ({ startMs: onDay(from), endMs: onDay(to) });
const own = (from: number, to: number) => ({ who: 'Ounce itself', spans: [span(from, to)] });
const history = (from: number, to: number, name = 'page') => ({
  who: `the history ${name}`,
  spans: [span(from, to)],
});
const [before, after] = [span(0, 100), span(100, 200)];
const change = (watchers: Parameters<typeof watcherChange>[0]['watchers'], ...senders: string[]) =>
  watcherChange({ watchers }, before, after, new Set(senders));

describe('who watches', () => {
  test('has not changed while the same one watches on both sides', () => {
    expect(change([own(0, 200)])).toBeUndefined();
    expect(change([history(0, 40), own(30, 200)])).toBeUndefined();
  });

  test('has changed when a history ends and Ounce takes over, and says when', () => {
    expect(change([history(0, 100), own(101, 200)])).toEqual({
      atMs: onDay(0) + 101 * dayMs,
      what: 'from the history page to Ounce itself',
    });
  });

  test('has changed when somebody joins in, who may see more', () => {
    expect(change([history(0, 200), own(110, 200)])?.what).toBe(
      'from the history page to the history page and Ounce itself',
    );
  });

  test('is the same when a history is of the sender that goes on telling', () => {
    expect(change([history(0, 100, 'pagerduty'), own(100, 200)], 'pagerduty')).toBeUndefined();
  });
});
