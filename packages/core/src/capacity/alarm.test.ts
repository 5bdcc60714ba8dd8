import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { type AlarmState, alarmStep, type DayAhead, initialAlarm } from './alarm.ts';

const dayMs = 86_400_000;
const hourMs = 3_600_000;
const monday = Date.UTC(2026, 5, 1);

/** The busiest hour of a day is noon; 100 can be carried. */
function day(offset: number, upper: number, mayBeOver = upper > 90): DayAhead {
  const worstMs = monday + offset * dayMs + 12 * hourMs;
  const shortage = {
    ...{ fromMs: worstMs, untilMs: worstMs + hourMs, worstMs, upper, capacity: 100, replicas: 3 },
    capped: false,
  };
  return { shortage, over: upper > 100, mayBeOver };
}

const week = (from: number, uppers: readonly number[]) => uppers.map((upper, i) => day(from + i, upper));
const quiet = [50, 50, 50, 50, 50, 50, 50];

/** One look each midnight. */
function looks(weeks: readonly (readonly number[])[], state: AlarmState = initialAlarm) {
  const said: string[] = [];
  weeks.forEach((uppers, i) => {
    const step = alarmStep(state, week(i, uppers), monday + i * dayMs);
    said.push(step.says);
    state = step.state;
  });
  return said;
}

describe('the alarm of the days ahead', () => {
  test('believes a day that is near at once, and one that is far when it is named again', () => {
    expect(looks([[120, 50, 50, 50, 50, 50, 50]])).toEqual(['open']);
    expect(
      looks([
        [50, 50, 50, 50, 120, 50, 50],
        [50, 50, 50, 120, 50, 50, 50],
      ]),
    ).toEqual(['nothing', 'open']);
    expect(looks([[50, 50, 50, 50, 120, 50, 50], quiet])).toEqual(['nothing', 'nothing']);
  });

  test('is one message for as long as nothing else has to be done', () => {
    const same = Array.from({ length: 10 }, () => [50, 105, 50, 50, 105, 50, 105]);
    expect(looks(same)).toEqual(['open', ...same.slice(1).map(() => 'nothing')]);
  });

  test('stays open at the edge, and speaks again when it is worse by a tenth', () => {
    expect(
      looks([
        [101, 50, 50, 50, 50, 50, 50],
        [95, 50, 50, 50, 50, 50, 50],
        [101, 50, 50, 50, 50, 50, 50],
        [130, 50, 50, 50, 50, 50, 50],
        quiet,
        quiet,
      ]),
    ).toEqual(['open', 'nothing', 'nothing', 'more', 'clear', 'nothing']);
  });

  test('speaks again when the first day comes earlier', () => {
    expect(
      looks([
        [50, 50, 50, 50, 120, 50, 50],
        [50, 50, 50, 120, 50, 50, 50],
        [120, 50, 120, 50, 50, 50, 50],
      ]),
    ).toEqual(['nothing', 'open', 'more']);
  });

  test('opens before it says more or clears, and clears before it opens again', () => {
    const uppers = fc.array(fc.integer({ min: 40, max: 200 }), { minLength: 7, maxLength: 7 });
    fc.assert(
      fc.property(fc.array(uppers, { maxLength: 20 }), (weeks) => {
        let open = false;
        for (const says of looks(weeks)) {
          if (says === 'open') expect(open).toBe(false);
          if (says === 'more' || says === 'clear') expect(open).toBe(true);
          if (says !== 'nothing') open = says !== 'clear';
        }
      }),
    );
  });
});
