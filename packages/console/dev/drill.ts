import type { CriterionView, ExperimentView, StartExperiment, VerdictView } from '../src/api/types.ts';
import type { QueueMoment } from './queue-model.ts';
import { consumer } from './scaler.ts';

const steadyMs = 6_000;
const holdMs = 15_000;
const threshold = 500;

/** One queue backlog drill, in its phases. */
export class Drill {
  readonly #body: StartExperiment;
  readonly #startedAtMs: number;
  readonly #id: string;
  #peakDepth = 0;
  #peakReplicas = 0;
  #scaledAtMs: number | undefined;
  #normalSinceMs: number | undefined;
  #endedAtMs: number | undefined;
  #verdict: VerdictView | undefined;
  #atMs: number;

  constructor(id: string, body: StartExperiment, atMs: number) {
    this.#id = id;
    this.#body = body;
    this.#startedAtMs = atMs;
    this.#atMs = atMs;
  }

  get #faultAtMs() {
    return this.#startedAtMs + steadyMs;
  }

  get factor(): number {
    return this.view.phase === 'fault' ? (this.#body.factor ?? 10) : 1;
  }

  get controlsOn(): boolean {
    return this.#body.controls !== 'off' || this.#verdict !== undefined;
  }

  abort(): void {
    this.#endedAtMs = this.#atMs;
    this.#finish('aborted', 3, 'A person aborted it; the fault was removed after 0.4 s.');
  }

  observe({ atMs, depth, ready, desired }: QueueMoment): void {
    this.#atMs = atMs;
    if (this.#verdict || atMs < this.#faultAtMs) return;
    this.#peakDepth = Math.max(this.#peakDepth, depth);
    this.#peakReplicas = Math.max(this.#peakReplicas, ready);
    if (desired > 3) this.#scaledAtMs ??= atMs;
    if (atMs >= this.#faultAtMs + this.#body.durationMs) this.#endedAtMs ??= atMs;
    if (depth > 100) this.#normalSinceMs = undefined;
    else this.#normalSinceMs ??= atMs;
    if (this.#endedAtMs === undefined) return;
    const held = this.#normalSinceMs !== undefined && atMs - this.#normalSinceMs >= holdMs;
    if (held)
      this.#finish(
        'passed',
        0,
        `Normal again ${this.#afterFault(this.#normalSinceMs)} s after the fault began, within the 180 s allowed.`,
      );
    else if (atMs > this.#faultAtMs + 180_000)
      this.#finish('failed', 1, 'Normal did not come back within 180 s of the fault’s start.');
  }

  #afterFault(atMs = 0): number {
    return Math.round((atMs - this.#faultAtMs) / 1000);
  }

  #criteria(): CriterionView[] {
    const scaled = this.#scaledAtMs !== undefined;
    const over = this.#verdict !== undefined || this.#normalSinceMs !== undefined;
    return [
      {
        says: scaled
          ? `predictive-scaling acted after ${this.#afterFault(this.#scaledAtMs)} s (limit 30 s)`
          : 'predictive-scaling acts within 30 s',
        state: scaled ? 'met' : 'pending',
      },
      {
        says: 'depth back below 100 within 3 min, and for 15 s',
        state: this.#endedAtMs !== undefined && over ? 'met' : 'pending',
      },
      { says: 'no message lost', state: this.#verdict ? 'met' : 'pending' },
      { says: 'at most 0 errors, 0 so far', state: this.#verdict ? 'met' : 'pending' },
    ];
  }

  #finish(kind: VerdictView['kind'], exitCode: number, why: string) {
    const criteria = this.#criteria().map((criterion) => ({
      ...criterion,
      state: kind === 'passed' ? ('met' as const) : ('failed' as const),
    }));
    const accepted = Math.round(this.#body.durationMs * 0.23);
    this.#verdict = {
      kind,
      exitCode,
      why,
      criteria,
      ...(this.#scaledAtMs
        ? {
            scaling: {
              atMs: this.#scaledAtMs,
              afterFaultMs: this.#scaledAtMs - this.#faultAtMs,
              decisionId: 'd',
              why: '',
            },
          }
        : {}),
      ...(this.#normalSinceMs && kind === 'passed'
        ? {
            normalAfterStartMs: this.#normalSinceMs - this.#faultAtMs,
            normalAfterEndMs: Math.max(0, this.#normalSinceMs - this.#faultAtMs - this.#body.durationMs),
          }
        : {}),
      errors: 0,
      steadyDepth: 8,
      peakDepth: this.#peakDepth,
      peakReplicas: this.#peakReplicas,
      messages: { accepted, handledDistinct: accepted },
    };
  }

  get #phase(): ExperimentView['phase'] {
    if (this.#verdict) return 'finished';
    if (this.#atMs < this.#faultAtMs) return 'steady-state';
    return this.#endedAtMs === undefined ? 'fault' : 'settling';
  }

  get view(): ExperimentView {
    const faultStarted = this.#atMs >= this.#faultAtMs;
    const totalMs = steadyMs + this.#body.durationMs + holdMs * 2;
    return {
      id: this.#id,
      scenario: this.#body.scenario,
      says: `Many more messages arrive than usual; the queue must be back below ${threshold / 5} in time.`,
      target: consumer,
      faultTarget: { service: 'gateway', region: consumer.region },
      faults: [`arrivals × ${this.#body.factor ?? 10}`],
      controls: this.#body.controls ?? 'on',
      durationMs: this.#body.durationMs,
      startedAtMs: this.#startedAtMs,
      ...(faultStarted ? { faultStartedAtMs: this.#faultAtMs } : {}),
      ...(this.#endedAtMs === undefined ? {} : { faultEndedAtMs: this.#endedAtMs }),
      phase: this.#phase,
      progress: this.#verdict ? 1 : Math.min(0.98, (this.#atMs - this.#startedAtMs) / totalMs),
      criteria: this.#verdict?.criteria ?? this.#criteria(),
      ...(this.#verdict ? { verdict: this.#verdict } : {}),
    };
  }
}
