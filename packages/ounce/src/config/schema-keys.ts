import { configSchema } from './schema.ts';

interface Definition {
  readonly innerType?: unknown;
  readonly in?: unknown;
  readonly shape?: Readonly<Record<string, unknown>>;
  readonly keyType?: unknown;
  readonly valueType?: unknown;
  readonly element?: unknown;
  readonly options?: readonly unknown[];
  readonly entries?: Readonly<Record<string, string>>;
  readonly values?: readonly unknown[];
}

const definition = (schema: unknown): Definition => (schema as { def?: Definition } | undefined)?.def ?? {};

/** Without defaults, optionality and pipes around it. */
function unwrap(schema: unknown): Definition {
  const { innerType, in: input } = definition(schema);
  const inner = innerType ?? input;
  return inner ? unwrap(inner) : definition(schema);
}

function at(path: readonly string[]): Definition {
  return unwrap(
    path.reduce<unknown>((schema, key) => {
      const { shape, valueType, element, options = [] } = unwrap(schema);
      const inOption = options.map((option) => unwrap(option).shape?.[key]).find((found) => found);
      return shape?.[key] ?? valueType ?? element ?? inOption;
    }, configSchema),
  );
}

/** The keys that the schema knows at a path; empty where any key may stand. */
export function knownKeys(path: readonly string[]): readonly string[] {
  const { shape, keyType, options = [] } = at(path);
  if (shape) return Object.keys(shape);
  if (keyType) return Object.values(unwrap(keyType).entries ?? {});
  return [...new Set(options.flatMap((option) => Object.keys(unwrap(option).shape ?? {})))];
}

/** The values that may stand at a path that chooses between kinds of an object, such as `journal.kind`. */
export function knownKinds(path: readonly string[]): readonly string[] {
  const { options = [] } = at(path.slice(0, -1));
  const key = path.at(-1) ?? '';
  return options.flatMap((option) => (unwrap(unwrap(option).shape?.[key]).values ?? []).map(String));
}
