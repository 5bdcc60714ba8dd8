import { type Meter, metrics } from '@opentelemetry/api';
import { expect, test } from 'vitest';
import { errorOf, failing } from '../../test/helpers.ts';
import { createGuard } from '../guard.ts';
import { ManualClock } from '../manual-clock.ts';
import { Histogram, latencyBoundsSeconds } from './histogram.ts';
import type { MeterLike } from './open-telemetry.ts';

/** Reads Prometheus text back: `name{labels}` → value. */
function parse(text: string): Map<string, number> {
  const samples = new Map<string, number>();
  for (const line of text.split('\n')) {
    if (line === '' || line.startsWith('#')) continue;
    expect(line).toMatch(/^[a-z_]+\{([a-z]+="([^"\\\n]|\\.)*",?)*\} [-+0-9.eInf]+$/);
    const end = line.lastIndexOf('} ');
    samples.set(line.slice(0, end + 1), Number(line.slice(end + 2)));
  }
  return samples;
}

test('state, transitions, rejections, retries and latency are in the Prometheus text, under conventional names', async () => {
  const clock = new ManualClock();
  const guard = createGuard({ clock, defaults: { retry: null, breaker: { minimumCalls: 2 } } });
  const policy = guard.policy('payments', 'say "hi"\\');
  await policy.execute(() => clock.advance(30));
  await errorOf(policy.execute(failing));
  await errorOf(policy.execute(() => 1));
  const prices = guard.fallback<number>('prices');
  await prices.get('a', () => 1);
  const samples = parse(guard.metrics());
  const of = 'dependency="payments",endpoint="say \\"hi\\"\\\\"';
  expect(samples.get(`ounce_guard_breaker_state{${of},state="open"}`)).toBe(1);
  expect(samples.get(`ounce_guard_breaker_state{${of},state="closed"}`)).toBe(0);
  expect(samples.get(`ounce_guard_breaker_transitions_total{${of},from="closed",to="open"}`)).toBe(1);
  expect(samples.get(`ounce_guard_calls_total{${of},outcome="success"}`)).toBe(1);
  expect(samples.get(`ounce_guard_calls_total{${of},outcome="failure"}`)).toBe(1);
  expect(samples.get(`ounce_guard_calls_total{${of},outcome="rejected"}`)).toBe(1);
  expect(samples.get(`ounce_guard_rejections_total{${of},reason="breaker_open"}`)).toBe(1);
  expect(samples.get(`ounce_guard_attempt_duration_seconds_bucket{${of},le="0.025"}`)).toBe(1);
  expect(samples.get(`ounce_guard_attempt_duration_seconds_bucket{${of},le="0.05"}`)).toBe(2);
  expect(samples.get(`ounce_guard_attempt_duration_seconds_bucket{${of},le="+Inf"}`)).toBe(2);
  expect(samples.get(`ounce_guard_attempt_duration_seconds_sum{${of}}`)).toBeCloseTo(0.03);
  expect(samples.get(`ounce_guard_in_flight{${of}}`)).toBe(0);
  expect(samples.get('ounce_guard_fallback_values_total{fallback="prices",source="fresh"}')).toBe(1);
});

test('every family has its help and its type once, before its samples', () => {
  const guard = createGuard({ defaults: { adaptiveLimit: {} } });
  guard.policy('a');
  guard.policy('b');
  const lines = guard.metrics().split('\n');
  const types = lines.filter((line) => line.startsWith('# TYPE')).map((line) => line.split(' ')[2]);
  expect(new Set(types).size).toBe(types.length);
  expect(types).toContain('ounce_guard_concurrency_limit');
  for (const line of lines.filter((one) => one.endsWith(' counter'))) expect(line).toMatch(/_total counter$/);
});

test('a histogram puts a duration into the first bucket that is not below it', () => {
  const histogram = new Histogram();
  for (const seconds of [...latencyBoundsSeconds, 11]) histogram.observe(seconds * 1_000);
  expect([...histogram.counts]).toEqual(new Array(latencyBoundsSeconds.length + 1).fill(1));
});

/** Keeps what it is told. */
class RecordingMeter implements MeterLike {
  readonly told: string[] = [];
  observe: (() => void) | undefined;

  createCounter(name: string) {
    return this.#instrument(name, 'add');
  }

  createHistogram(name: string) {
    return this.#instrument(name, 'record');
  }

  createObservableGauge(name: string) {
    return {
      addCallback: (
        callback: Parameters<ReturnType<MeterLike['createObservableGauge']>['addCallback']>[0],
      ) => {
        this.observe = () => callback({ observe: (value) => this.told.push(`${name} ${value}`) });
      },
    };
  }

  #instrument<Method extends 'add' | 'record'>(name: string, method: Method) {
    const tell = (value: number, attributes: Record<string, string>) =>
      void this.told.push(`${name} ${value} ${Object.values(attributes).join(' ')}`);
    return { [method]: tell } as Record<Method, typeof tell>;
  }
}

test('the same goes to a meter of the OpenTelemetry API', async () => {
  const clock = new ManualClock();
  const meter = new RecordingMeter();
  const guard = createGuard({ clock, meter, defaults: { breaker: { minimumCalls: 1, trialsToClose: 1 } } });
  await errorOf(guard.policy('a').execute(failing));
  await errorOf(guard.policy('a').execute(() => 1));
  meter.observe?.();
  expect(meter.told).toEqual([
    'ounce.guard.attempt.duration 0 a ',
    'ounce.guard.breaker.transitions 1 a  closed open',
    'ounce.guard.calls 1 a  failure',
    'ounce.guard.rejections 1 a  breaker_open',
    'ounce.guard.calls 1 a  rejected',
    'ounce.guard.breaker.state 2',
  ]);
});

test('a real meter of @opentelemetry/api fits, though the guard does not depend on that package', async () => {
  const meter: Meter = metrics.getMeter('guard');
  const guard = createGuard({ meter });
  expect(await guard.policy('a').execute(() => 1)).toBe(1);
});
