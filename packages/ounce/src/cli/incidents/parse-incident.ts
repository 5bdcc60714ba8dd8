import { InvalidArgumentError } from 'commander';
import type { IncidentCorrection } from '../../api/types.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { readTime } from '../../prevention/incidents/index.ts';
import { parseDuration } from '../parse.ts';

/** `2026-03-01T08:30:00Z`, `2026-03-01 08:30`, or how long ago: `90m`. */
export function parseMoment(text: string): number {
  if (/^\d+(\.\d+)?(ms|s|m|h|d)$/.test(text)) return systemClock().nowMs() - parseDuration(text);
  const atMs = readTime(text);
  if (atMs === undefined)
    throw new InvalidArgumentError(
      'Write a time such as 2026-03-01T08:30:00Z, or how long ago, such as 90m.',
    );
  return atMs;
}

type Changes = IncidentCorrection['changes'];

const readers: Readonly<Record<string, (text: string) => Changes>> = {
  type: (type) => ({ type }),
  service: (service) => ({ service }),
  region: (region) => ({ region }),
  summary: (summary) => ({ summary }),
  severity: (text) => ({ severity: oneOf(text, [1, 2, 3, 4] as const) }),
  drill: (text) => ({ drill: text === 'true' || (text !== 'false' && fail('drill is true or false')) }),
  customersAffected: (text) => ({ customersAffected: whole(text) }),
  started: (text) => ({ startedAtMs: parseMoment(text) }),
  detected: (text) => ({ detectedAtMs: parseMoment(text) }),
  acknowledged: (text) => ({ acknowledgedAtMs: parseMoment(text) }),
  mitigated: (text) => ({ mitigatedAtMs: parseMoment(text) }),
  resolved: (text) => ({ resolvedAtMs: parseMoment(text) }),
};

/** What may stand before the `=` of `--set`. */
export const settable = Object.keys(readers);

/** One `field=value` of `--set`, added to those before. */
export function parseChange(text: string, before: Changes = {}): Changes {
  const [, field = '', value = ''] = /^([^=]+)=(.*)$/s.exec(text) ?? [];
  const read = Object.hasOwn(readers, field) ? readers[field] : undefined;
  if (!read || value.trim() === '')
    throw new InvalidArgumentError(`Write field=value; fields are ${settable.join(', ')}.`);
  return { ...before, ...read(value.trim()) };
}

function oneOf<const Value extends number>(text: string, values: readonly Value[]): Value {
  return values.find((value) => String(value) === text) ?? fail(`expected one of ${values.join(', ')}`);
}

function whole(text: string): number {
  return /^\d{1,12}$/.test(text) ? Number(text) : fail('customersAffected is a whole number');
}

function fail(why: string): never {
  throw new InvalidArgumentError(why);
}
