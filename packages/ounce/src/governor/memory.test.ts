import { expect, test } from 'vitest';
import { memoryOf, recall } from './memory.ts';
import { decisionOf, serviceOf, startMs } from './test-service.ts';

function learned() {
  const service = serviceOf();
  service.controls[0]!.state = 42;
  service.controls[0]!.ungraded.push(decisionOf(service.ref, { kind: 'scale', from: 1, to: 2 }, startMs));
  service.startupTimesMs.push(1_500);
  return JSON.parse(JSON.stringify(memoryOf(new Map([[service.key, service]]), startMs)));
}

function recalled(memory: ReturnType<typeof learned>, nowMs = startMs + 5_000) {
  const service = serviceOf();
  recall(new Map([[service.key, service]]), memory, nowMs);
  return service;
}

test('a control goes on with what it knew, and its decisions are still graded', () => {
  const service = recalled(learned());
  expect(service.controls[0]).toMatchObject({ state: 42, ungraded: [{ atMs: startMs }] });
  expect(service.startupTimesMs).toEqual([1_500]);
});

test('what is old, from a clock that was wrong, or learnt with other settings is not taken', () => {
  const fresh = { state: serviceOf().controls[0]!.state, ungraded: [] };
  expect(recalled(learned(), startMs + 3_600_001).controls[0]).toMatchObject(fresh);
  expect(recalled(learned(), startMs - 3_600_001).controls[0]).toMatchObject(fresh);
  const memory = learned();
  for (const control of Object.values<{ settings: unknown }>(memory.controls))
    control.settings = { other: 1 };
  expect(recalled(memory).controls[0]).toMatchObject(fresh);
});
