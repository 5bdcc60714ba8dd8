import type { ProbeResult } from '@ounce/core';

/** How to ask; addresses may hold `{host}` and `{port}` of the instance where the kind needs its own. */
export type ProbeCheck =
  | { readonly kind: 'http'; readonly path: string; readonly expectStatus?: number }
  | { readonly kind: 'tcp' }
  /** grpc.health.v1; the empty name asks about the whole server. */
  | { readonly kind: 'grpc'; readonly service: string }
  /** Up when it ends with 0. Gets INSTANCE, SERVICE and URL in its environment; no shell is between. */
  | { readonly kind: 'command'; readonly command: readonly string[] };

export interface ProbeTarget {
  readonly service: string;
  readonly region: string;
  readonly instance: string;
  /** Where the instance listens; a check that needs it answers `unknown` without. */
  readonly url?: string;
  readonly check: ProbeCheck;
  readonly timeoutMs: number;
}

/** What was found; the asker knows the time. */
export type ProbeAnswer = ProbeResult extends infer R
  ? R extends ProbeResult
    ? Omit<R, 'atMs'>
    : never
  : never;

/** Asks one instance how it is. */
export interface HealthProbe {
  /** Answers within `timeoutMs`, and leaves nothing open; never rejects but with the signal's reason. */
  probe(target: ProbeTarget, signal: AbortSignal): Promise<ProbeAnswer>;
  close(): Promise<void>;
}
