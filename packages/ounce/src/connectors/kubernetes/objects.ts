import { z } from 'zod';

/** What is read of the API's objects; everything else in them is left alone. */

const metadata = z.object({
  name: z.string(),
  resourceVersion: z.string().optional(),
  generation: z.number().optional(),
  annotations: z.record(z.string(), z.string()).default({}),
  ownerReferences: z.array(z.object({ kind: z.string(), name: z.string() })).default([]),
});

const selectorSchema = z.object({
  matchLabels: z.record(z.string(), z.string()).default({}),
  matchExpressions: z
    .array(z.object({ key: z.string(), operator: z.string(), values: z.array(z.string()).default([]) }))
    .default([]),
});
export type Selector = z.output<typeof selectorSchema>;

export const workloadSchema = z.object({
  metadata,
  spec: z.object({ replicas: z.number().int().default(1), selector: selectorSchema }),
  status: z
    .object({
      observedGeneration: z.number().default(0),
      replicas: z.number().default(0),
      updatedReplicas: z.number().default(0),
    })
    .prefault({}),
});
export type WorkloadObject = z.output<typeof workloadSchema>;

export const scaleSchema = z.object({
  metadata: z.object({ resourceVersion: z.string().optional() }),
  spec: z.object({ replicas: z.number().int().default(0) }).prefault({}),
});

export const autoscalerSchema = z.object({
  metadata,
  spec: z.object({
    minReplicas: z.number().int().default(1),
    maxReplicas: z.number().int(),
    scaleTargetRef: z.object({
      kind: z.string(),
      name: z.string(),
      apiVersion: z.string().default('apps/v1'),
    }),
  }),
});
export type Autoscaler = z.output<typeof autoscalerSchema>;

/** Nothing of the answer is needed. */
export const anything = z.unknown();
