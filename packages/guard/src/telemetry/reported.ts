import type { BreakerState } from '../breaker/phase.ts';
import type { GuardTransition, RegisteredPolicy } from '../registry.ts';

/** What a guard tells a governor, as JSON. Times are given as ages: no two clocks need to agree. */
export interface Report {
  readonly service: string;
  readonly region?: string;
  readonly instance: string;
  readonly transitions: readonly ReportedTransition[];
  /** Transitions that were forgotten because nobody took them. */
  readonly lost: number;
  readonly breakers: readonly ReportedBreaker[];
  readonly coverage?: { readonly calls: number; readonly guarded: number };
}

export interface ReportedTransition {
  readonly dependency: string;
  readonly endpoint: string;
  readonly from: BreakerState;
  readonly to: BreakerState;
  readonly agoMs: number;
  readonly breakMs?: number;
  readonly cause?: string;
}

/** One circuit now; the counts are since the process began. */
export interface ReportedBreaker {
  readonly dependency: string;
  readonly endpoint: string;
  readonly state: BreakerState;
  readonly calls: number;
  readonly failures: number;
  readonly rejected: number;
}

const longestCause = 200;

export function reportedTransition(
  { dependency, endpoint, from, to, atMs, breakMs, cause }: GuardTransition,
  nowMs: number,
): ReportedTransition {
  return {
    dependency,
    endpoint,
    from,
    to,
    agoMs: Math.max(0, Math.round(nowMs - atMs)),
    ...(to === 'open' ? { breakMs: Math.round(breakMs) } : {}),
    ...(cause === undefined || to === 'closed' ? {} : { cause: inOneLine(cause) }),
  };
}

export function reportedBreaker({ dependency, endpoint, policy }: RegisteredPolicy): ReportedBreaker {
  const { success, failure, timeout, cancelled, rejected } = policy.counters.outcomes;
  return {
    dependency,
    endpoint,
    state: policy.breaker.state,
    calls: success + failure + timeout + cancelled + rejected,
    failures: failure + timeout,
    rejected,
  };
}

/** It goes into a journal that others read: no stack, and not much of it. */
function inOneLine(cause: unknown): string {
  const { status, message } = cause as { status?: unknown; message?: unknown };
  const said =
    typeof message === 'string' && message !== ''
      ? message
      : typeof status === 'number'
        ? `it answered ${status}`
        : String(cause);
  return said.replace(/\s+/g, ' ').slice(0, longestCause);
}
