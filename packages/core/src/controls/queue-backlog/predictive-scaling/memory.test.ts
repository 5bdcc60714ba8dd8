import { expect, it } from 'vitest';
import { followMemory, keptLevel, type Memory, noMemory, rememberedLevel } from './memory.ts';

const leadMs = 45_000;
const scaleInAfterMs = 300_000;
const capacityFor = (rate: number) => Math.max(1, Math.ceil(rate / 8)) * 10;

/** Looks every five seconds for so many hours. */
function after(hours: number, rate: (second: number) => number, from: Memory = noMemory): Memory {
  let memory = from;
  for (let second = 0; second < hours * 3600; second += 5)
    memory = followMemory(memory, second * 1000, rate(second), leadMs, scaleInAfterMs, capacityFor);
  return memory;
}
const nowMs = (hours: number) => (hours * 3600 - 5) * 1000;
/** Twice as much for a minute, once in so many seconds. */
const bursts = (everySeconds: number) => (second: number) => (second % everySeconds < 60 ? 200 : 100);

it('P30: bursts that come back after more than scaleInAfterMs are remembered until they do', () => {
  const memory = after(12.05, bursts(420));
  expect(rememberedLevel(memory, nowMs(12.05), scaleInAfterMs)).toBe(200);
});

it('P30: not before six hours were seen', () => {
  expect(rememberedLevel(after(5, bursts(420)), nowMs(5), scaleInAfterMs)).toBe(0);
});

it('P30: bursts that scaleInAfterMs spans, rare ones and a level load need no memory', () => {
  expect(rememberedLevel(after(12, bursts(240)), nowMs(12), scaleInAfterMs)).toBe(0);
  expect(rememberedLevel(after(12, bursts(7200)), nowMs(12), scaleInAfterMs)).toBe(0);
  expect(
    rememberedLevel(
      after(12, () => 100),
      nowMs(12),
      scaleInAfterMs,
    ),
  ).toBe(0);
});

it('P30: what is kept is the highest level of scaleInAfterMs, and a clock set back forgets what lies ahead', () => {
  const memory = after(1, (second) => (second < 3400 ? 100 : 150));
  expect(keptLevel(memory, nowMs(1), scaleInAfterMs)).toBe(150);
  const back = followMemory(memory, 1_000_000, 80, leadMs, scaleInAfterMs, capacityFor);
  expect(keptLevel(back, 1_000_000, scaleInAfterMs)).toBe(80);
  expect(back.pending.every(({ dueMs }) => dueMs <= 1_000_000 + leadMs)).toBe(true);
});
