import { SettingsError } from './rejection.ts';

/** The longest duration that a Node timer can wait: 2^31-1 ms, or 24.8 days. Beyond it `setTimeout` fires at once. */
const longestMs = 2_147_483_647;

/** One option: what it may be and what it is when left out. These tables are the truth that `docs/guard.md` is checked against. */
export type OptionSpec =
  | {
      readonly kind: 'number';
      readonly unit: string;
      readonly default: number | null;
      readonly min: number;
      readonly max: number;
      readonly whole?: boolean;
      /** `null` is allowed and switches the rule off. */
      readonly nullable?: boolean;
    }
  | { readonly kind: 'choice'; readonly default: string; readonly choices: readonly string[] }
  | { readonly kind: 'switch'; readonly default: boolean };

export type OptionTable = Readonly<Record<string, OptionSpec>>;

/** A duration in ms, refused above 2^31-1. */
export function duration(defaultMs: number, minMs: number): OptionSpec {
  return { kind: 'number', unit: 'ms', default: defaultMs, min: minMs, max: longestMs };
}

/** A duration in ms that may be `null` (off). */
export function optionalDuration(defaultMs: number | null, minMs: number): OptionSpec {
  return { kind: 'number', unit: 'ms', default: defaultMs, min: minMs, max: longestMs, nullable: true };
}

/** A whole number of calls or the like. */
export function count(unit: string, value: number, min: number, max = 1_000_000): OptionSpec {
  return { kind: 'number', unit, default: value, min, max, whole: true };
}

/** A share from 0 to 1. */
export function share(value: number, min: number): OptionSpec {
  return { kind: 'number', unit: 'share', default: value, min, max: 1 };
}

/**
 * Fills in the defaults, checks every value and freezes the result.
 *
 * @param path where these options stand, for the error's sentence
 * @param base what an absent key becomes; the table's defaults when left out
 * @throws SettingsError naming the path, the value and the range
 */
export function resolveOptions<T extends object>(
  table: OptionTable,
  path: string,
  given: Partial<T>,
  base?: T,
): Readonly<T> {
  if (typeof given !== 'object' || given === null || Array.isArray(given))
    throw new SettingsError(path, `must be an object, not ${describe(given)}`);
  const source = given as Readonly<Record<string, unknown>>;
  for (const key of Object.keys(source))
    if (!Object.hasOwn(table, key))
      throw new SettingsError(`${path}.${key}`, `is not an option (known: ${Object.keys(table).join(', ')})`);
  const resolved: Record<string, unknown> = {};
  for (const [key, spec] of Object.entries(table)) {
    const value = source[key];
    if (value === undefined) {
      resolved[key] = base ? (base as Record<string, unknown>)[key] : spec.default;
    } else {
      check(spec, `${path}.${key}`, value);
      resolved[key] = value;
    }
  }
  return Object.freeze(resolved) as Readonly<T>;
}

function check(spec: OptionSpec, path: string, value: unknown): void {
  if (spec.kind === 'switch') {
    if (typeof value !== 'boolean')
      throw new SettingsError(path, `must be true or false, not ${describe(value)}`);
    return;
  }
  if (spec.kind === 'choice') {
    if (!spec.choices.includes(value as string))
      throw new SettingsError(path, `must be one of ${spec.choices.join(', ')}, not ${describe(value)}`);
    return;
  }
  if (value === null && spec.nullable) return;
  const inRange = typeof value === 'number' && value >= spec.min && value <= spec.max;
  if (!inRange || (spec.whole && !Number.isInteger(value)))
    throw new SettingsError(path, `must be ${rangeOf(spec)}, not ${describe(value)}`);
}

/** An option's range in words, the same in errors and in the documentation. */
export function rangeOf(spec: OptionSpec): string {
  if (spec.kind === 'switch') return 'true or false';
  if (spec.kind === 'choice') return spec.choices.join(', ');
  const top = spec.max === longestMs ? '2^31-1' : String(spec.max);
  return `${spec.whole ? 'a whole number ' : ''}from ${spec.min} to ${top} ${spec.unit}${spec.nullable ? ' or null' : ''}`;
}

function describe(value: unknown): string {
  return typeof value === 'string' ? JSON.stringify(value) : String(value);
}
