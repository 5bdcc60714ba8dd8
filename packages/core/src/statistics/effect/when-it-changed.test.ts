import { describe, expect, it } from 'vitest';
import { createRandom } from '../random.ts';
import { millisecondsPerDay as day } from '../rates/observed-window.ts';
import { whenItChanged } from './when-it-changed.ts';

/** Evenly spread starts. */
const every = (days: number, fromDay: number, toDay: number) =>
  Array.from({ length: Math.floor((toDay - fromDay) / days) }, (_, i) => (fromDay + (i + 0.5) * days) * day);
const window = (fromDay: number, toDay: number) => ({ startMs: fromDay * day, endMs: toDay * day });

describe('when the rate changed', () => {
  const fell = [...every(5, 0, 200), ...every(50, 200, 800)];

  it('is the asked date as long as no other one fits clearly better', () => {
    expect(whenItChanged(fell, window(0, 200), window(200, 800), 'fell')).toBeNull();
    expect(whenItChanged(fell, window(0, 210), window(210, 800), 'fell')).toBeNull();
  });

  it('is found before a prevention that came too late to have done it', () => {
    const changed = whenItChanged(fell, window(0, 400), window(400, 800), 'fell');
    expect(changed!.atMs / day).toBeCloseTo(200, -1.5);
    expect(changed!.perMonthBefore).toBeCloseTo(30.4375 / 5, 0);
    expect(changed!.perMonthAfter).toBeCloseTo(30.4375 / 50, 0);
  });

  it('is found after one that did nothing until something else did', () => {
    const changed = whenItChanged(fell, window(0, 60), window(60, 800), 'fell');
    expect(changed!.atMs / day).toBeCloseTo(200, -1.5);
  });

  it('needs more where incidents come in bursts', () => {
    const late = [window(0, 250), window(250, 800)] as const;
    expect(whenItChanged(fell, ...late, 'fell')).not.toBeNull();
    expect(whenItChanged(fell, ...late, 'fell', 10)).toBeNull();
  });

  it('seldom blames another date for a change that came when asked', () => {
    const random = createRandom(5);
    let blamed = 0;
    for (let i = 0; i < 400; i++) {
      const times: number[] = [];
      for (let at = 0; at < 728; ) {
        at += -Math.log(1 - random()) * (at < 364 ? 10 : 60);
        times.push(at * day);
      }
      const changed = whenItChanged(times, window(0, 364), window(364, 728), 'fell');
      if (changed && changed.atMs < 364 * day) blamed += 1;
    }
    expect(blamed / 400).toBeLessThanOrEqual(0.05);
  });
});
