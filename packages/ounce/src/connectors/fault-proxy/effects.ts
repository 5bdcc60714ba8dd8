import type { Fault } from '@ounce/core';

/** What the faults that are on make of one connection. */
export interface Effects {
  /** Nothing passes from the client to the service. */
  readonly holdsRequests: boolean;
  /** Nothing passes from the service to the client. */
  readonly holdsAnswers: boolean;
  readonly latencyMs: number;
  readonly jitterMs: number;
  /** Probability of each byte of an answer to be flipped. */
  readonly byteShare: number;
  readonly bytesPerSecond: number;
  readonly closeDelayMs: number;
  /** The connection is reset at this age; never when infinite. */
  readonly resetAfterMs: number;
}

const none: Effects = {
  holdsRequests: false,
  holdsAnswers: false,
  latencyMs: 0,
  jitterMs: 0,
  byteShare: 0,
  bytesPerSecond: Number.POSITIVE_INFINITY,
  closeDelayMs: 0,
  resetAfterMs: Number.POSITIVE_INFINITY,
};

/**
 * @param draw what the connection drew from [0, 1) when it was opened: a fault on a share of the connections is on those
 *   below it, the same ones for as long as they are open
 */
export function effectsOf(faults: readonly Fault[], draw: number): Effects {
  return faults.reduce(
    (effects, fault) =>
      fault.kind === 'unresponsive' && draw < (fault.connectionShare ?? 1) ? add(effects, fault) : effects,
    none,
  );
}

function add(effects: Effects, fault: Extract<Fault, { kind: 'unresponsive' }>): Effects {
  switch (fault.variant) {
    case 'silent':
      return { ...effects, holdsAnswers: true };
    case 'blackhole':
      return { ...effects, holdsRequests: true, holdsAnswers: true };
    case 'slow':
      return {
        ...effects,
        latencyMs: effects.latencyMs + fault.latencyMs,
        jitterMs: effects.jitterMs + fault.jitterMs,
      };
    case 'resets':
      return { ...effects, resetAfterMs: Math.min(effects.resetAfterMs, fault.afterMs) };
    case 'corrupt':
      return { ...effects, byteShare: 1 - (1 - effects.byteShare) * (1 - fault.byteShare) };
    case 'bandwidth':
      return { ...effects, bytesPerSecond: Math.min(effects.bytesPerSecond, fault.bytesPerSecond) };
    case 'slow_close':
      return { ...effects, closeDelayMs: Math.max(effects.closeDelayMs, fault.delayMs) };
  }
}

/** A copy in which each byte was flipped to another one with probability `byteShare`. */
export function corrupted(chunk: Buffer, byteShare: number, random: () => number): Buffer {
  if (byteShare === 0) return chunk;
  return Buffer.from(
    chunk.map((byte) => (random() < byteShare ? byte ^ (1 + Math.floor(random() * 255)) : byte)),
  );
}
