import { type AnyControl, controls, detections, guardRailSpecs, modes, type SettingSpec } from '@ounce/core';
import { z } from 'zod';

type Specs = Readonly<Record<string, SettingSpec>>;

/** An object of numbers, each with the bounds, default and sentence of its spec. */
export function settingsSchema(specs: Specs) {
  const shape = Object.entries(specs).map(([name, { min, max, default: value, says, unit }]) => [
    name,
    z.number().min(min).max(max).default(value).describe(`${says} (${unit}, ${min} to ${max})`),
  ]);
  return z.strictObject(Object.fromEntries(shape) as Record<string, z.ZodDefault<z.ZodNumber>>);
}

const guardRails = settingsSchema(guardRailSpecs);

function controlSchema({ settings, checkSettings, title }: AnyControl) {
  const checked = settingsSchema(settings as Specs).superRefine((values, context) => {
    for (const message of checkSettings?.(values) ?? []) context.addIssue({ code: 'custom', message });
  });
  return z
    .strictObject({
      mode: z
        .enum(modes)
        .default('dry-run')
        .describe('off, dry-run, gradual (a share of its targets) or enforced.'),
      gradualShare: z
        .number()
        .min(0)
        .max(1)
        .default(0.1)
        .describe('Share of targets that mode gradual acts on.'),
      settings: checked.prefault({}),
      guardRails: guardRails.prefault({}),
    })
    .describe(title);
}

/** `services.NAME.controls`: one key for each control in the registry. */
export const controlsSchema = z.strictObject(
  Object.fromEntries(controls.map((control) => [control.id, controlSchema(control).optional()])) as Record<
    string,
    z.ZodOptional<ReturnType<typeof controlSchema>>
  >,
);

/** `services.NAME.detect`: one key for each incident type that readings can show. */
export const detectSchema = z.strictObject(
  Object.fromEntries(
    Object.entries(detections).map(([type, { settings }]) => [type, settingsSchema(settings).optional()]),
  ) as Record<keyof typeof detections, z.ZodOptional<ReturnType<typeof settingsSchema>>>,
);
