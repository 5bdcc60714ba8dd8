import { InvalidArgumentError } from 'commander';

const units: Readonly<Record<string, number>> = { ms: 1, s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** `90s`, `5m`, `1.5h` as ms. */
export function parseDuration(text: string): number {
  const [, amount, unit] = text.match(/^(\d+(?:\.\d+)?)(ms|s|m|h|d)$/) ?? [];
  if (!amount || !unit)
    throw new InvalidArgumentError('Write a number and a unit, for example 90s, 5m or 1h.');
  return Math.round(Number(amount) * (units[unit] ?? 1));
}

/** The inverse, in the largest unit that fits: `14d`, `90s`. */
export function sayDuration(ms: number): string {
  const [unit, size] = Object.entries(units).findLast(([, each]) => ms % each === 0) ?? ['ms', 1];
  return `${ms / size}${unit}`;
}

/** A duration from `leastMs` to `mostMs`. */
export function parseDurationFrom(leastMs: number, mostMs: number): (text: string) => number {
  return (text) => {
    const ms = parseDuration(text);
    if (ms < leastMs || ms > mostMs)
      throw new InvalidArgumentError(`Expected from ${leastMs / 1000}s to ${mostMs / 60_000}m.`);
    return ms;
  };
}

export function parseNumber(least: number, most: number): (text: string) => number {
  return (text) => {
    const value = Number(text);
    if (text.trim() === '' || !Number.isFinite(value) || value < least || value > most)
      throw new InvalidArgumentError(`Expected a number from ${least} to ${most}.`);
    return value;
  };
}

export function parseWhole(least: number, most: number): (text: string) => number {
  const parse = parseNumber(least, most);
  return (text) => {
    const value = parse(text);
    if (!Number.isInteger(value)) throw new InvalidArgumentError('Expected a whole number.');
    return value;
  };
}

/** `2026-01-31` (UTC) or `2026-01-31T12:00:00Z` as ms since the epoch. */
export function parseMoment(text: string): number {
  const atMs = /^\d{4}-\d{2}-\d{2}/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isFinite(atMs)) return atMs;
  throw new InvalidArgumentError('Write a date such as 2026-01-31, or a time such as 2026-01-31T12:00:00Z.');
}
