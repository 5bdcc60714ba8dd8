import type { Severity } from '@ounce/core';

const longestName = 200;
const longestText = 2000;

// biome-ignore lint/suspicious/noControlCharactersInRegex: they are what must not get into names
const unwritable = /[\u0000-\u001f\u007f\u2028\u2029]|\p{Surrogate}/gu;

/** A name from outside as it may stand in lists: one line, trimmed, bounded; undefined when nothing is left. */
export function nameOf(text: string | undefined): string | undefined {
  const name = cut(text?.replace(unwritable, ' ').trim() ?? '', longestName).trim();
  return name ? name : undefined;
}

/** A text from outside: bounded, without characters that no terminal should get. */
export function textOf(text: string | undefined, otherwise: string): string {
  const clean = text?.replace(unwritable, ' ').trim() ?? '';
  if (clean === '') return otherwise;
  return clean.length > longestText ? `${cut(clean, longestText - 1)}…` : clean;
}

/** Not in the middle of a character. */
const cut = (text: string, length: number): string => text.slice(0, length).replace(/\p{Surrogate}$/u, '');

const words: Readonly<Record<string, Severity>> = {
  critical: 1,
  emergency: 1,
  page: 1,
  down: 2,
  outage: 2,
  major: 2,
  error: 2,
  high: 2,
  degraded: 3,
  minor: 3,
  warning: 3,
  medium: 3,
  low: 4,
  info: 4,
  none: 4,
};

/** `critical`, `P2`, `SEV-3`, `4` …; undefined for what is none of these. `own` comes first. */
export function severityOf(
  text: string | undefined,
  own: Readonly<Record<string, Severity>> = {},
): Severity | undefined {
  const word = text?.trim().toLowerCase() ?? '';
  if (Object.hasOwn(own, word)) return own[word];
  if (Object.hasOwn(words, word)) return words[word];
  const [, digit] = /^(?:p|s|sev|sev-|severity|severity |priority )?([1-4])$/.exec(word) ?? [];
  return digit === undefined ? undefined : (Number(digit) as Severity);
}
