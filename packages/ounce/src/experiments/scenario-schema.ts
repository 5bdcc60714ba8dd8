import { builtInIncidentTypes, OunceError, type Scenario, signalNames } from '@ounce/core';
import { z } from 'zod';
import { faultSchema } from '../ports/fault-schema.ts';

const ms = z.number().int().min(0).max(3_600_000);

const condition = z
  .strictObject({
    signal: z.union([z.enum(signalNames), z.literal('readyReplicas')]),
    service: z.string().optional(),
    below: z.number().optional(),
    above: z.number().optional(),
  })
  .refine(({ below, above }) => below !== undefined || above !== undefined, 'needs `below` or `above`');

const share = z.number().gt(0).max(1);

const criterion = z.discriminatedUnion('kind', [
  z.strictObject({ kind: z.literal('recovers'), withinMs: ms, holdMs: ms }),
  z.strictObject({ kind: z.literal('control_acts'), control: z.string(), withinMs: ms }),
  z.strictObject({ kind: z.literal('errors_at_most'), count: z.number().int().min(0) }),
  z.strictObject({ kind: z.literal('nothing_lost') }),
  z.strictObject({ kind: z.literal('reaches'), condition, withinMs: ms }),
  z.strictObject({ kind: z.literal('holds'), condition, afterMs: ms, readingShare: share.optional() }),
  z.strictObject({ kind: z.literal('returns'), condition, withinMs: ms, holdMs: ms }),
  z.strictObject({ kind: z.literal('instances_recover'), withinMs: ms }),
]);

const scenarioSchema = z.strictObject({
  name: z.string().regex(/^[a-z][a-z0-9_]*$/, 'lower-case letters, digits and underscores'),
  incidentType: z.union([z.enum(builtInIncidentTypes), z.string()]),
  says: z.string(),
  target: z.string(),
  faultTarget: z.string(),
  alsoAffected: z.array(z.string()).optional(),
  steadyState: z.array(condition).min(1),
  steadyForMs: ms,
  faults: z.array(faultSchema).min(1),
  visibleWhen: z.array(condition).min(1),
  abortWhen: z.array(condition),
  success: z.array(criterion).min(1),
  settleMs: ms,
});

/**
 * Checks a scenario that was read from a file.
 *
 * @throws OunceError `OUNCE_E_SCENARIO_INVALID` naming the file, the path and what was expected.
 */
export function checkScenario(raw: unknown, file: string): Scenario {
  const parsed = scenarioSchema.safeParse(raw);
  // The schema's optional keys may be `undefined`, the model's are absent: the same JSON.
  if (parsed.success) return parsed.data as Scenario;
  const faults = parsed.error.issues.map(({ path, message }) => `${path.join('.') || '(root)'}: ${message}`);
  throw new OunceError('OUNCE_E_SCENARIO_INVALID', `${file} is not a scenario: ${faults.join('; ')}`);
}
