import { createGuard, type GuardSettings, guardSettingNames, SettingsError } from '@ounce/guard';
import { z } from 'zod';

/** Guard settings, checked by the guard itself: what passes here is taken by every service that follows. */
export const guardSchema = z.custom<GuardSettings>().superRefine((value: unknown, context) => {
  const fault = faultIn(value);
  if (fault) context.addIssue({ code: 'custom', ...fault });
});

const known = guardSettingNames.join(', ');

function faultIn(value: unknown): { path: string[]; message: string } | undefined {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    return { path: [], message: `expected an object with ${known}` };
  const unknown = Object.keys(value).find((key) => !(guardSettingNames as readonly string[]).includes(key));
  if (unknown !== undefined)
    return { path: [unknown], message: `is not a setting of the guard (known: ${known})` };
  try {
    createGuard(value as GuardSettings);
    return undefined;
  } catch (error) {
    if (!(error instanceof SettingsError)) throw error;
    return { path: error.path.split('.'), message: error.message };
  }
}
