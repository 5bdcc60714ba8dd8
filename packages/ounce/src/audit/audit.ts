import { existsSync, statSync } from 'node:fs';
import { resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import type ts from 'typescript';
import { type FoundCall, findCalls } from './find-calls.ts';
import { type Coverage, type Group, type GroupChoice, groupsOf } from './groups.ts';
import { loadProgram } from './load-program.ts';
import { type FileChoice, nearestWith, relativeName } from './source-files.ts';

export interface AuditOptions extends FileChoice {
  /** A folder or one file. Globs are relative to it. */
  readonly path: string;
  /** What shown file names are relative to. Default: the path. */
  readonly base?: string;
  /** A tsconfig.json; its files are audited instead of all files in the folder. */
  readonly project?: string;
  /** Functions of the code base that guard what is given to them, as they are called: `resilient`, `guard.call`. */
  readonly trusted?: readonly string[];
  /** Services by their entry files; without them the summary is by package or folder. */
  readonly groups: readonly GroupChoice[];
}

/** One outgoing call, as it is shown. */
export interface AuditedCall {
  /** Relative to the report's `base`, with `/`. */
  readonly file: string;
  readonly line: number;
  readonly column: number;
  readonly endLine: number;
  readonly endColumn: number;
  readonly library: string;
  readonly callee: string;
  readonly inside: string;
  readonly guardedBy?: string;
  /** `file:line` where a way to it begins that has no guard, if that is not in the function it is in. */
  readonly way?: string;
}

export interface AuditReport extends Coverage {
  /** Absolute; what files are relative to. */
  readonly base: string;
  readonly found: readonly AuditedCall[];
  readonly groups: readonly Group[];
  /** Tests that were left out. */
  readonly tests: number;
  /** Expressions that were too tangled to be followed: calls may hide there. */
  readonly tangled: number;
}

/**
 * Lists every outgoing call of a code base, and what guards it.
 *
 * @throws OunceError when there is nothing to audit, or an option cannot be used
 */
export function audit(options: AuditOptions): AuditReport {
  const path = existing(options.path, 'There is nothing at');
  const project =
    options.project === undefined ? undefined : existing(options.project, 'There is no project');
  const root = statSync(path).isDirectory() ? path : resolve(path, '..');
  const { program, files, tests } = loadProgram({ ...options, path, root, ...(project ? { project } : {}) });
  const packages = new Map<string, string>();
  const packageOf = (folder: string): string => {
    if (!packages.has(folder)) packages.set(folder, nearestWith('package.json', folder) ?? root);
    return packages.get(folder) ?? root;
  };
  const { trusted = [] } = options;
  const { calls, tangled } = findCalls(program, files, { packageOf, trusted });
  const base = resolve(options.base ?? root);
  const found = calls.map((call) => shown(base, call)).toSorted(byPlace);
  const groups = groupsOf({ program, files, calls, root, packageOf, chosen: options.groups });
  const guarded = found.filter(({ guardedBy }) => guardedBy !== undefined).length;
  return { base, found, groups, tests, tangled, calls: found.length, guarded, files: files.length };
}

function existing(path: string, says: string): string {
  const absolute = resolve(path);
  if (existsSync(absolute)) return absolute;
  throw new OunceError('OUNCE_E_AUDIT', `${says} ${absolute}.`);
}

function shown(base: string, call: FoundCall): AuditedCall {
  const { file, start, end, way, library, callee, inside, guardedBy } = call;
  return {
    file: relativeName(base, file.fileName),
    line: start.line + 1,
    column: start.character + 1,
    endLine: end.line + 1,
    endColumn: end.character + 1,
    library,
    callee,
    inside,
    ...(guardedBy === undefined ? {} : { guardedBy }),
    ...(way === undefined ? {} : { way: placeOf(base, way) }),
  };
}

function placeOf(base: string, node: ts.Node): string {
  const file = node.getSourceFile();
  const { line } = file.getLineAndCharacterOfPosition(node.getStart(file));
  return `${relativeName(base, file.fileName)}:${line + 1}`;
}

function byPlace(a: AuditedCall, b: AuditedCall): number {
  return a.file < b.file ? -1 : a.file > b.file ? 1 : a.line - b.line || a.column - b.column;
}
