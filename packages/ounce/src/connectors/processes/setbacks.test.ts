import { describe, expect, it } from 'vitest';
import { lastLineOf, Setbacks } from './setbacks.ts';

describe('Setbacks', () => {
  it('waits twice as long after each failure in a row, up to 30 s', () => {
    const setbacks = new Setbacks();
    const waits = Array.from({ length: 10 }, () => setbacks.nextWaitMs({}, 0));
    expect(waits).toEqual([250, 500, 1000, 2000, 4000, 8000, 16_000, 30_000, 30_000, 30_000]);
  });

  it('does not wait after a start that held for ten seconds, and begins again', () => {
    const setbacks = new Setbacks();
    for (let failure = 0; failure < 5; failure++) setbacks.nextWaitMs({}, 0);
    expect(setbacks.nextWaitMs({ readyAtMs: 1000 }, 10_999)).toBe(8000);
    expect(setbacks.nextWaitMs({ readyAtMs: 1000 }, 11_000)).toBe(0);
    expect(setbacks.nextWaitMs({}, 12_000)).toBe(250);
  });

  it('lets another port be tried, five times in a row', () => {
    const setbacks = new Setbacks();
    const taken = 'Error: listen EADDRINUSE: address already in use 127.0.0.1:8080';
    const answers = Array.from({ length: 6 }, () => setbacks.isPortTaken({}, taken));
    expect(answers).toEqual([true, true, true, true, true, false]);
    expect(setbacks.isPortTaken({}, 'out of memory')).toBe(false);
    expect(setbacks.isPortTaken({ readyAtMs: 5 }, taken)).toBe(false);
  });

  it('quotes the last line', () => {
    expect(lastLineOf('one\ntwo\n')).toBe(' It last said: two');
    expect(lastLineOf('')).toBe('');
  });
});
