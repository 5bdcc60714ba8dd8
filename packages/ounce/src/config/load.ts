import { existsSync } from 'node:fs';
import { basename, dirname, resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import { checkConfig } from './check.ts';
import { importFile, mendOf, whyUnreadable } from './import-file.ts';
import type { Config } from './schema.ts';

export interface LoadedConfig {
  /** Complete and frozen. */
  readonly config: Config;
  /** Absolute path of the file. */
  readonly file: string;
  /** Relative paths in the config are relative to this. */
  readonly folder: string;
}

/**
 * Finds and reads `ounce.config.{ts,mjs,js,json,yaml,yml}` in `cwd`, or the named file.
 *
 * @throws OunceError `OUNCE_E_CONFIG_NOT_FOUND`, or `OUNCE_E_CONFIG_INVALID` naming file, path, value and what was expected.
 */
export async function loadConfig(options: { cwd: string; file?: string | undefined }): Promise<LoadedConfig> {
  const { cwd, file } = options;
  const found = await read(cwd, file);
  if (!found) {
    const where = file ? resolve(cwd, file) : `${cwd} (ounce.config.ts, .mjs, .js, .json, .yaml)`;
    throw new OunceError('OUNCE_E_CONFIG_NOT_FOUND', `There is no configuration at ${where}.`);
  }
  return {
    config: deepFreeze(checkConfig(found.raw, basename(found.file))),
    file: found.file,
    folder: dirname(found.file),
  };
}

async function read(
  cwd: string,
  file: string | undefined,
): Promise<{ raw: unknown; file: string } | undefined> {
  const candidates = file
    ? [file]
    : ['ts', 'mts', 'mjs', 'js', 'json', 'yaml', 'yml'].map((end) => `ounce.config.${end}`);
  const found = candidates.map((name) => resolve(cwd, name)).find(existsSync);
  if (!found) return undefined;
  try {
    return { raw: await importFile(found), file: found };
  } catch (error) {
    throw new OunceError('OUNCE_E_CONFIG_INVALID', `${basename(found)}${whyUnreadable(error, found)}`, {
      cause: error,
      mend: mendOf(error),
    });
  }
}

function deepFreeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const inner of Object.values(value)) deepFreeze(inner);
  }
  return value;
}
