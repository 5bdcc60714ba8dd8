import { readFileSync } from 'node:fs';
import { dirname, resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import ts from 'typescript';
import type { FoundCall } from './find-calls.ts';
import { Modules } from './modules.ts';
import { matches, relativeName } from './source-files.ts';

/** A service by the file that starts it: `Action Handler=src/action-handler.ts`. */
export interface GroupChoice {
  readonly name: string;
  /** A glob, relative to the audit's root. */
  readonly entry: string;
}

export interface Coverage {
  readonly calls: number;
  readonly guarded: number;
  readonly files: number;
}

/** One service, package or folder with its share of guarded calls. */
export interface Group extends Coverage {
  readonly name: string;
}

export interface GroupParts {
  readonly program: ts.Program;
  readonly files: readonly ts.SourceFile[];
  readonly calls: readonly FoundCall[];
  /** What globs are relative to. */
  readonly root: string;
  readonly packageOf: (folder: string) => string;
  readonly chosen: readonly GroupChoice[];
}

/** Coverage by service: as they were named, else by package where there are several, else by folder. */
export function groupsOf(parts: GroupParts): Group[] {
  const { files, calls, root, packageOf, chosen } = parts;
  const modules = new Modules(parts.program);
  if (chosen.length > 0) return chosen.map((choice) => reachable(parts, modules, choice));
  const packages = new Set(files.map(({ fileName }) => packageOf(dirname(fileName))));
  const nameOf = (fileName: string): string =>
    packages.size > 1
      ? packageName(packageOf(dirname(fileName)))
      : relativeName(root, dirname(fileName)) || '.';
  const names = [...new Set(files.map(({ fileName }) => nameOf(fileName)))].toSorted();
  return names.map((name) => {
    const own = files.filter(({ fileName }) => nameOf(fileName) === name);
    return groupOf(name, new Set(own), calls);
  });
}

/** A service is answerable for the ways that lead through its own files, not for what others do with a library that they share. */
function groupOf(name: string, files: ReadonlySet<ts.SourceFile>, calls: readonly FoundCall[]): Group {
  const own = calls.filter(({ file }) => files.has(file));
  const guarded = own.filter((call) => call.isGuardedWithin(files)).length;
  return { name, calls: own.length, guarded, files: files.size };
}

/** The entry files and everything they import: a file that two services share counts for both. */
function reachable(
  { files, calls, root }: GroupParts,
  modules: Modules,
  { name, entry }: GroupChoice,
): Group {
  const waiting = files.filter(({ fileName }) => matches(relativeName(root, fileName), entry));
  if (waiting.length === 0)
    throw new OunceError(
      'OUNCE_E_AUDIT',
      `No audited file matches ${entry}, which is to be the service "${name}".`,
    );
  const all = new Set(files);
  const reached = new Set<ts.SourceFile>();
  for (let file = waiting.pop(); file; file = waiting.pop()) {
    if (reached.has(file)) continue;
    reached.add(file);
    for (const { fileName: specifier } of ts.preProcessFile(file.text, true, true).importedFiles) {
      const next = modules.fileOf(specifier, file);
      if (next && all.has(next)) waiting.push(next);
    }
  }
  return groupOf(name, reached, calls);
}

function packageName(folder: string): string {
  try {
    const { name } = JSON.parse(readFileSync(resolve(folder, 'package.json'), 'utf8')) as { name?: unknown };
    return typeof name === 'string' ? name : folder;
  } catch {
    return folder;
  }
}
