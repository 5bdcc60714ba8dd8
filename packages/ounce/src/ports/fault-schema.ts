import type { UnresponsiveVariant } from '@ounce/core';
import { z } from 'zod';

const ms = z.number().int().min(0).max(3_600_000);
const share = z.number().gt(0).max(1);

function variant<Name extends UnresponsiveVariant['variant'], Shape extends z.ZodRawShape>(
  name: Name,
  figures: Shape,
) {
  const of = { kind: z.literal('unresponsive'), variant: z.literal(name) };
  return z.strictObject({ ...of, connectionShare: share.optional(), ...figures });
}

const unresponsive = z.discriminatedUnion('variant', [
  variant('silent', {}),
  variant('blackhole', {}),
  variant('slow', { latencyMs: ms, jitterMs: ms.default(0) }),
  variant('resets', { afterMs: ms.default(0) }),
  variant('corrupt', { byteShare: share }),
  variant('bandwidth', { bytesPerSecond: z.number().int().min(1) }),
  variant('slow_close', { delayMs: ms }),
]);

/** A fault as it is written in scenarios and sent to whoever carries it. */
export const faultSchema = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('arrivals'), factor: z.number().min(1).max(1000), rampMs: ms.optional() }),
  unresponsive,
  z.strictObject({ kind: z.literal('dependency_down') }),
  z.strictObject({ kind: z.literal('crash') }),
  z.strictObject({ kind: z.literal('hang') }),
]);
