import { Histogram } from './histogram.ts';

/** How a guarded call ended, seen by its caller. */
export const callOutcomes = ['success', 'failure', 'timeout', 'cancelled', 'rejected'] as const;
export type CallOutcome = (typeof callOutcomes)[number];

/** Who also wants to hear of every call: the bridge to the OpenTelemetry API. */
export interface CallObserver {
  attemptEnded(durationMs: number): void;
  callEnded(outcome: CallOutcome): void;
  callRejected(code: string): void;
  retried(): void;
}

/** What one policy counts. Plain numbers, read when somebody scrapes. */
export class CallCounters {
  readonly outcomes: Record<CallOutcome, number> = {
    success: 0,
    failure: 0,
    timeout: 0,
    cancelled: 0,
    rejected: 0,
  };
  /** Refusals by the code of their `Rejection`. */
  readonly rejections = new Map<string, number>();
  readonly attemptDurations = new Histogram();
  retries = 0;
  inFlight = 0;
  observer: CallObserver | null = null;

  ended(outcome: CallOutcome): void {
    this.outcomes[outcome]++;
    this.observer?.callEnded(outcome);
  }

  rejected(code: string): void {
    this.outcomes.rejected++;
    this.rejections.set(code, (this.rejections.get(code) ?? 0) + 1);
    this.observer?.callRejected(code);
    this.observer?.callEnded('rejected');
  }

  attemptEnded(durationMs: number): void {
    this.attemptDurations.observe(durationMs);
    this.observer?.attemptEnded(durationMs);
  }

  retried(): void {
    this.retries++;
    this.observer?.retried();
  }
}
