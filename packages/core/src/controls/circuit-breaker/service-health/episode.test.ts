import { expect, it } from 'vitest';
import type { InstanceHealth, ProbeResult } from '../../../model/health.ts';
import { decide } from './decide.ts';
import { grade } from './grade.ts';
import { memoryGrowth } from './memory-growth.ts';
import { afterProbe, newInstanceHealth } from './probes.ts';
import type { ServiceHealthSettings } from './settings.ts';
import { initialState } from './state.ts';
import { beganMs, down, probed, settings, up, viewOf } from './test-service.ts';

interface Life {
  readonly startedAtMs: number;
  readonly health: InstanceHealth;
}

/** Two instances in virtual time, probed each second; a restart takes 2 s. `isUp` says how the first is in each life. */
function live(
  seconds: number,
  isUp: (second: number, life: number) => boolean,
  changed: Partial<ServiceHealthSettings> = {},
) {
  const chosen = settings(changed);
  let state = initialState();
  let lives = 0;
  const begin = (id: string, startedAtMs: number): Life => ({
    startedAtMs,
    health: newInstanceHealth({ id, state: 'ready', startedAtMs, restarts: 0 }),
  });
  let first = begin('c-1', beganMs);
  let second = begin('c-2', beganMs);
  const restarts: number[] = [];
  const found = new Set<string>();
  for (let at = 1; at <= seconds; at++) {
    const nowMs = beganMs + at * 1000;
    const probe: ProbeResult = isUp(at, lives) ? up(nowMs) : down(nowMs);
    if (nowMs >= first.startedAtMs) first = { ...first, health: afterProbe(first.health, probe) };
    second = { ...second, health: afterProbe(second.health, up(nowMs)) };
    const decided = decide(viewOf([first.health, second.health], nowMs), state, chosen);
    state = decided.state;
    for (const { key } of decided.findings) found.add(key);
    for (const { action } of decided.decisions) {
      if (action.kind !== 'restart') continue;
      restarts.push(at);
      lives++;
      first = begin('c-1', nowMs + 2000);
    }
  }
  return { restarts, found: [...found] };
}

it('H3: one that hangs is restarted once, two seconds after its first failure, and then left alone', () => {
  expect(live(600, (second, life) => second < 60 || life > 0)).toEqual({ restarts: [62], found: [] });
});

it('H8, H9: one that never comes back is restarted with longer and longer waits, five times, and then told of', () => {
  const { restarts, found } = live(900, (second) => second < 60, { crashLoopWindowMs: 3_600_000 });
  const waits = restarts.slice(1).map((at, i) => at - restarts[i]!);
  expect(restarts.length).toBe(5);
  expect(waits).toEqual([12, 22, 42, 82]);
  expect(found).toEqual(['crash-loop/c-1']);
});

it('H8: being up for a minute begins the back-off anew', () => {
  const { restarts } = live(400, (second, life) =>
    life % 2 === 1 ? second < 200 : second < 60 || second > 260,
  );
  expect(restarts[0]).toBe(62);
  expect(restarts[1]).toBe(202);
});

it('H10: a steady leak is warned of in time, and neither a saw-tooth nor a warm-up is', () => {
  const grown = (bytes: (minute: number) => number): InstanceHealth => {
    const minutes = Array.from({ length: 20 }, (_, minute) => minute);
    const memory = { timesMs: minutes.map((minute) => minute * 60_000), values: minutes.map(bytes) };
    return { ...probed('c-1', 'u', beganMs + 1_200_000), memory, memoryLimitBytes: 1000 };
  };
  const leak = grown((minute) => 500 + 10 * minute + (minute % 3) * 4);
  const left = memoryGrowth(leak)!.exhaustedInMs / 60_000;
  expect(left).toBeGreaterThan(28);
  expect(left).toBeLessThan(33);
  expect(memoryGrowth(grown((minute) => 500 + (minute % 5) * 40))).toBeUndefined();
  const view = viewOf([leak, probed('c-2', 'u', beganMs + 1_200_000)], beganMs + 1_200_000);
  const warned = decide(view, initialState(), settings());
  expect(warned.findings).toMatchObject([{ key: 'memory/c-1', level: 'warning' }]);
  expect(warned.decisions).toMatchObject([{ action: { kind: 'hold' } }]);
  const acted = decide(view, initialState(), settings({ memoryRestartMs: 3_600_000 }));
  expect(acted.decisions).toMatchObject([
    { action: { kind: 'restart', instance: 'c-1', unresponsive: false } },
  ]);
});

it('H12, H13, H14: is graded by how the instance was afterwards', () => {
  const nowMs = beganMs + 600_000;
  const laterMs = nowMs + 60_000;
  const [decision] = decide(
    viewOf([probed('c-1', 'uddd', nowMs), probed('c-2', 'uuuu', nowMs)], nowMs),
    initialState(),
    settings(),
  ).decisions;
  const other = probed('c-2', 'u', laterMs);
  const outcome = (row: string, startedAtMs: number, atMs = laterMs) =>
    grade(decision!, viewOf([probed('c-1', row, atMs, startedAtMs), other], laterMs)).outcome;
  expect(outcome('uuu', nowMs + 2000)).toBe('true_positive');
  expect(outcome('ddd', nowMs + 2000)).toBe('false_positive');
  expect(outcome('uuu', beganMs)).toBe('false_positive');
  expect(outcome('dddd', beganMs)).toBe('true_positive');
  expect(outcome('uuu', nowMs + 2000, laterMs - 10_000)).toBe('not_gradable');
});
