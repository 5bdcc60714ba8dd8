import type { z } from 'zod';
import { nearest } from './nearest.ts';
import { knownKeys, knownKinds } from './schema-keys.ts';

/** What is wrong, for people: path, value, what was expected, and the nearest key or value that would be right. */
export function describeIssue(issue: z.core.$ZodIssue, raw: unknown): string[] {
  const path = issue.path.map(String);
  const where = path.join('.') || 'the whole file';
  if (issue.code === 'unrecognized_keys') {
    const known = knownKeys(path);
    return issue.keys.map((key) => `${[...path, key].join('.')}: there is no such key${suggest(key, known)}`);
  }
  if (issue.code === 'invalid_key')
    return [`${where}: the name cannot be used; expected ${issue.issues.map(expected).join(', ')}`];
  const value = path.reduce<unknown>(
    (inner, key) => (inner as Record<string, unknown> | undefined)?.[key],
    raw,
  );
  if (value === undefined) return [`${where} is missing: ${expected(issue)}`];
  const options = issue.code === 'invalid_value' ? issue.values.map(String) : knownKinds(path);
  const hint = typeof value === 'string' ? suggest(value, options) : '';
  return [`${where} is ${JSON.stringify(value)}: ${expected(issue)}${hint}`];
}

/** Zod's sentence without what is said already. */
function expected({ message }: { readonly message: string }): string {
  return message
    .replace(/^Invalid (input|option|discriminator value)[:.] /, '')
    .replace(/, received \w+$/, '')
    .replace(/^[A-Z](?=[a-z])/, (letter) => letter.toLowerCase());
}

/** `; did you mean …?`, or what there is to choose from. */
export function suggest(word: string, known: readonly string[]): string {
  const close = nearest(word, known);
  return close ? `; did you mean "${close}"?` : known.length > 0 ? `; known are ${known.join(', ')}` : '';
}
