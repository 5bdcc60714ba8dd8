import { OunceError } from '@ounce/core';
import { describeIssue } from './describe-issue.ts';
import { brokenReferences } from './references.ts';
import { type Config, configSchema } from './schema.ts';

/**
 * Checks a raw config against the schema and the references within it.
 *
 * @throws OunceError `OUNCE_E_CONFIG_INVALID` with one line for each fault: path, value, what was expected, nearest key.
 */
export function checkConfig(raw: unknown, file: string): Config {
  const parsed = configSchema.safeParse(raw, { reportInput: true });
  const faults = parsed.success
    ? brokenReferences(parsed.data)
    : parsed.error.issues.flatMap((issue) => describeIssue(issue, raw));
  if (parsed.success && faults.length === 0) return parsed.data;
  throw new OunceError(
    'OUNCE_E_CONFIG_INVALID',
    faults.length === 1
      ? `${file} has a fault: ${faults[0]}`
      : `${file} has ${faults.length} faults:\n${faults.map((fault) => `  ${fault}`).join('\n')}`,
  );
}
