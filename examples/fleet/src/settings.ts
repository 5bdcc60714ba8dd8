type Environment = Readonly<Record<string, string | undefined>>;

/** Every fault that was found in the environment at once, one sentence each. */
export class SettingsError extends Error {
  override readonly name = 'SettingsError';
  readonly faults: readonly string[];

  constructor(faults: readonly string[]) {
    super(faults.join('\n'));
    this.faults = faults;
  }
}

interface NumberBounds {
  readonly from: number;
  readonly to: number;
}

/** Reads one service's settings; faults are gathered, so that a person sees all of them after one start. */
export interface SettingsReader {
  text(name: string, fallback: string): string;
  optional(name: string): string | undefined;
  integer(name: string, fallback: number, bounds: NumberBounds): number;
  number(name: string, fallback: number, bounds: NumberBounds): number;
  flag(name: string, fallback: boolean): boolean;
  /** One of the choices; the first is the default. */
  choice<Choice extends string>(name: string, choices: readonly [Choice, ...Choice[]]): Choice;
  /** An http(s) base URL without a trailing slash; required. */
  url(name: string, example: string): string;
}

/**
 * Runs `read` and returns what it made of the environment. An empty variable counts as absent.
 *
 * @throws SettingsError naming each variable, what was expected and what was there.
 */
export function readSettings<T>(environment: Environment, read: (reader: SettingsReader) => T): T {
  const faults: string[] = [];
  const value = read(createReader(environment, faults));
  if (faults.length > 0) throw new SettingsError(faults);
  return value;
}

function createReader(environment: Environment, faults: string[]): SettingsReader {
  const optional = (name: string) => environment[name]?.trim() || undefined;
  const numeric = (name: string, fallback: number, { from, to }: NumberBounds, kind: string) => {
    const text = optional(name);
    if (text === undefined) return fallback;
    const value = Number(text);
    const right = kind === 'an integer' ? Number.isSafeInteger(value) : Number.isFinite(value);
    if (right && value >= from && value <= to) return value;
    faults.push(`${name}: expected ${kind} from ${from} to ${to}, got ${JSON.stringify(text)}`);
    return fallback;
  };
  return {
    optional,
    text: (name, fallback) => optional(name) ?? fallback,
    integer: (name, fallback, bounds) => numeric(name, fallback, bounds, 'an integer'),
    number: (name, fallback, bounds) => numeric(name, fallback, bounds, 'a number'),
    flag(name, fallback) {
      const text = optional(name);
      if (text === undefined) return fallback;
      if (text !== 'true' && text !== 'false') {
        faults.push(`${name}: expected true or false, got ${JSON.stringify(text)}`);
      }
      return text === 'true';
    },
    choice(name, choices) {
      const text = optional(name);
      const found = choices.find((choice) => choice === text);
      if (text !== undefined && found === undefined) {
        faults.push(`${name}: expected ${choices.join(' or ')}, got ${JSON.stringify(text)}`);
      }
      return found ?? choices[0];
    },
    url(name, example) {
      const text = optional(name);
      if (text !== undefined && /^https?:$/.test(URL.parse(text)?.protocol ?? '')) {
        return text.replace(/\/+$/, '');
      }
      const got = text === undefined ? 'it is not set' : `got ${JSON.stringify(text)}`;
      faults.push(`${name}: expected an http URL such as ${example}, ${got}`);
      return example;
    },
  };
}
