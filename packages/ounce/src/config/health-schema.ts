import { z } from 'zod';

const durationMs = (least: number, most: number) => z.number().int().min(least).max(most);
const beat = {
  intervalMs: durationMs(500, 3_600_000).default(10_000).describe('How often each instance is asked.'),
  timeoutMs: durationMs(50, 60_000).default(2_000).describe('No answer within this time is a failure.'),
  dependsOn: z
    .array(z.string())
    .default([])
    .describe('Services it cannot work without: while one is down nothing here is restarted.'),
};

/** `services.NAME.health`: how its instances are asked whether they are well (docs/controls/service-health.md). */
export const healthSchema = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('http'),
    path: z.string().startsWith('/').default('/livez'),
    expectStatus: z.number().int().min(100).max(599).optional().describe('Any 2xx when absent.'),
    ...beat,
  }),
  z.strictObject({ kind: z.literal('tcp'), ...beat }),
  z.strictObject({
    kind: z.literal('grpc'),
    service: z.string().max(127).default('').describe('The whole server when empty.'),
    ...beat,
  }),
  z.strictObject({ kind: z.literal('command'), command: z.array(z.string().min(1)).min(1), ...beat }),
]);
