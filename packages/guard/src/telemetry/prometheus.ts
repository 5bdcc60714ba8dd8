import { type Admission, admissionOutcomes } from '../admission/admission.ts';
import { priorities } from '../admission/waiting.ts';
import type { BreakerState } from '../breaker/phase.ts';
import type { Fallback } from '../fallback/fallback.ts';
import type { RegisteredPolicy } from '../registry.ts';
import { callOutcomes } from './counters.ts';
import { latencyBoundsSeconds } from './histogram.ts';

const states: readonly BreakerState[] = ['closed', 'open', 'half-open', 'isolated'];

/** What is written besides the policies' own counters. */
export interface PrometheusSource {
  readonly policies: Iterable<RegisteredPolicy>;
  /** One policy's transitions and how often each happened, written `from\nto`. */
  readonly transitionsOf: (
    policy: RegisteredPolicy['policy'],
  ) => Iterable<readonly [change: string, times: number]>;
  readonly fallbacks: Iterable<readonly [name: string, fallback: Fallback<unknown>]>;
  readonly admissions: Iterable<Admission>;
}

type Labels = Readonly<Record<string, string>>;

/** One family of samples in the Prometheus text format, version 0.0.4. */
export class Family {
  readonly #name: string;
  readonly #lines: string[];

  constructor(name: string, type: 'counter' | 'gauge' | 'histogram', help: string) {
    this.#name = name;
    this.#lines = [`# HELP ${name} ${help}`, `# TYPE ${name} ${type}`];
  }

  add(labels: Labels, value: number | '+Inf', suffix = ''): void {
    const pairs = Object.entries(labels).map(([key, label]) => `${key}="${escapeLabel(label)}"`);
    this.#lines.push(`${this.#name}${suffix}{${pairs.join(',')}} ${value}`);
  }

  /** Nothing when there is not one sample. */
  toString(): string {
    return this.#lines.length > 2 ? `${this.#lines.join('\n')}\n` : '';
  }
}

function escapeLabel(label: string): string {
  return label.replaceAll('\\', '\\\\').replaceAll('"', '\\"').replaceAll('\n', '\\n');
}

/** The content type to serve the text with. */
export const prometheusContentType = 'text/plain; version=0.0.4; charset=utf-8';

/** All of a guard's metrics as Prometheus text. */
export function prometheusText({ policies, transitionsOf, fallbacks, admissions }: PrometheusSource): string {
  const families = {
    state: new Family(
      'ounce_guard_breaker_state',
      'gauge',
      '1 for the state the circuit is in, 0 for the others.',
    ),
    transitions: new Family(
      'ounce_guard_breaker_transitions_total',
      'counter',
      'Changes of a circuit from one state to another.',
    ),
    calls: new Family(
      'ounce_guard_calls_total',
      'counter',
      'Guarded calls by how they ended for their caller.',
    ),
    rejections: new Family(
      'ounce_guard_rejections_total',
      'counter',
      'Calls that the guard refused, by reason.',
    ),
    retries: new Family('ounce_guard_retries_total', 'counter', 'Attempts beyond the first.'),
    inFlight: new Family('ounce_guard_in_flight', 'gauge', 'Guarded calls whose caller still waits.'),
    queued: new Family('ounce_guard_bulkhead_queue', 'gauge', 'Calls waiting for a permit of the bulkhead.'),
    limit: new Family('ounce_guard_concurrency_limit', 'gauge', 'Level of the adaptive concurrency limit.'),
    duration: new Family('ounce_guard_attempt_duration_seconds', 'histogram', 'How long attempts took.'),
    fallbacks: new Family(
      'ounce_guard_fallback_values_total',
      'counter',
      'Values by where they came from: fresh, stale, default or none.',
    ),
  };
  for (const registered of policies) {
    const { dependency, endpoint, policy } = registered;
    const labels = { dependency, endpoint };
    const { counters } = policy;
    const { state } = policy.breaker;
    for (const one of states) families.state.add({ ...labels, state: snake(one) }, one === state ? 1 : 0);
    for (const [change, times] of transitionsOf(policy)) {
      const [from = '', to = ''] = change.split('\n');
      families.transitions.add({ ...labels, from: snake(from), to: snake(to) }, times);
    }
    for (const outcome of callOutcomes)
      families.calls.add({ ...labels, outcome }, counters.outcomes[outcome]);
    for (const [code, times] of counters.rejections)
      families.rejections.add({ ...labels, reason: rejectionReason(code) }, times);
    families.retries.add(labels, counters.retries);
    families.inFlight.add(labels, counters.inFlight);
    families.queued.add(labels, policy.queued);
    if (policy.concurrencyLimit !== undefined) families.limit.add(labels, policy.concurrencyLimit);
    addHistogram(families.duration, labels, counters.attemptDurations);
  }
  for (const [name, { used, failed }] of fallbacks)
    for (const [source, times] of Object.entries({ ...used, none: failed }))
      families.fallbacks.add({ fallback: name, source }, times);
  return Object.values(families).join('') + admissionText(admissions);
}

function admissionText(admissions: Iterable<Admission>): string {
  const entered = new Family(
    'ounce_guard_admissions_total',
    'counter',
    'Requests at a gate by how they fared: admitted at once, delayed, refused.',
  );
  const queued = new Family('ounce_guard_admission_queue', 'gauge', 'Requests that wait at a gate.');
  const rate = new Family(
    'ounce_guard_admission_rate',
    'gauge',
    'What a gate lets in per second; +Inf without a limit.',
  );
  for (const { name: gate, counts, queued: waiting, settings } of admissions) {
    for (const priority of priorities)
      for (const outcome of admissionOutcomes)
        entered.add({ gate, priority, outcome }, counts[priority][outcome]);
    queued.add({ gate }, waiting);
    rate.add({ gate }, settings.ratePerSecond ?? '+Inf');
  }
  return `${entered}${queued}${rate}`;
}

function addHistogram(
  family: Family,
  labels: Labels,
  histogram: { counts: Float64Array; sumMs: number },
): void {
  let total = 0;
  histogram.counts.forEach((times, bucket) => {
    total += times;
    family.add({ ...labels, le: String(latencyBoundsSeconds[bucket] ?? '+Inf') }, total, '_bucket');
  });
  family.add(labels, histogram.sumMs / 1_000, '_sum');
  family.add(labels, total, '_count');
}

function snake(text: string): string {
  return text.replaceAll('-', '_');
}

/** `OUNCE_GUARD_BREAKER_OPEN` → `breaker_open`. */
export function rejectionReason(code: string): string {
  return code.replace('OUNCE_GUARD_', '').toLowerCase();
}
