import { readFile } from 'node:fs/promises';
import * as nodeModule from 'node:module';
import { pathToFileURL } from 'node:url';
import { parse as parseYaml } from 'yaml';

/** Node runs TypeScript as it is; YAML and JSON are data. */
export async function importFile(path: string): Promise<unknown> {
  if (/\.ya?ml$/.test(path)) return parseYaml(await readFile(path, 'utf8'));
  if (path.endsWith('.json')) return JSON.parse(await readFile(path, 'utf8'));
  resolveOwnName();
  keepTypelessQuiet();
  const module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  if (module.default === undefined) throw new Error('it has no `export default`');
  return module.default;
}

let isQuiet = false;

/** A `package.json` beside the config that says nothing of modules is no fault; Node would remark on it at every command. */
function keepTypelessQuiet(): void {
  if (isQuiet) return;
  isQuiet = true;
  const others = process.listeners('warning');
  process.removeAllListeners('warning');
  process.on('warning', (warning: Error & { code?: string }) => {
    if (warning.code === 'MODULE_TYPELESS_PACKAGE_JSON') return;
    for (const other of others) other.call(process, warning);
  });
}

const ownEntry = new URL('../index.ts', import.meta.url).href;
let resolvesOwnName = false;

/** A config says `from 'ounce'` wherever it lies; where its folder has none installed, the one that reads it is meant. */
function resolveOwnName(): void {
  if (resolvesOwnName) return;
  resolvesOwnName = true;
  nodeModule.registerHooks({
    resolve(specifier, context, next) {
      try {
        return next(specifier, context);
      } catch (error) {
        if (specifier === 'ounce') return { url: ownEntry, shortCircuit: true };
        throw error;
      }
    },
  });
}

/** ` cannot be read (line 3): …`: the line where it can be told, and the first of what may be many lines. */
export function whyUnreadable(error: unknown, file: string): string {
  const text = error instanceof Error ? error.message : String(error);
  const [reason = ''] = text.split(/:?\n/);
  const stack = (error instanceof Error && error.stack) || '';
  const [, line] = stack.split(`${file}:`)[1]?.match(/^(\d+)/) ?? [];
  return ` cannot be read${line ? ` (line ${line})` : ''}: ${reason}`;
}

export function mendOf(error: unknown): string {
  const { code } = (error ?? {}) as { code?: string };
  if (code === 'ERR_MODULE_NOT_FOUND' || code === 'MODULE_NOT_FOUND')
    return 'Install what it imports, or correct the import.';
  if (error instanceof Error && error.name === 'Error')
    return 'The file itself threw this when it was run: correct it there.';
  return 'Correct the syntax at the place that is named.';
}
