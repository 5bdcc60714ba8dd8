import { resolve } from 'node:path';
import { OunceError } from '@ounce/core';
import ts from 'typescript';
import { type ChosenFiles, chooseFiles, type FileChoice, filterFiles, nearestWith } from './source-files.ts';

export interface LoadOptions extends FileChoice {
  /** Absolute: a folder or one file. */
  readonly path: string;
  /** Absolute: the folder that globs and shown paths are relative to. */
  readonly root: string;
  /** A tsconfig.json; its files are audited instead of all files in the folder. */
  readonly project?: string;
}

export interface LoadedProgram {
  readonly program: ts.Program;
  /** The files to be audited; the program knows more (types, what they import). */
  readonly files: readonly ts.SourceFile[];
  readonly tests: number;
}

/** Reads the code. @throws OunceError when there is nothing to audit or the project cannot be read */
export function loadProgram(options: LoadOptions): LoadedProgram {
  const { path, root, project } = options;
  const config = project ?? nearestConfig(root);
  const parsed = config === undefined ? undefined : readConfig(config, project !== undefined);
  const chosen: ChosenFiles =
    project === undefined ? chooseFiles(path, options) : filterFiles(root, parsed?.fileNames ?? [], options);
  if (chosen.files.length === 0) throw nothingToAudit(options, chosen);
  const program = ts.createProgram({
    rootNames: [...chosen.files],
    options: { ...parsed?.options, ...forced },
  });
  const files = chosen.files.flatMap((file) => program.getSourceFile(file) ?? []);
  return { program, files, tests: chosen.tests };
}

/** What the audit needs whatever the project says: plain JavaScript too, every way to import, and nothing written. */
const forced: ts.CompilerOptions = {
  allowJs: true,
  checkJs: false,
  noEmit: true,
  composite: false,
  incremental: false,
  declaration: false,
  skipLibCheck: true,
  allowImportingTsExtensions: true,
  module: ts.ModuleKind.ESNext,
  moduleResolution: ts.ModuleResolutionKind.Bundler,
  moduleDetection: ts.ModuleDetectionKind.Auto,
  target: ts.ScriptTarget.ESNext,
  esModuleInterop: true,
  resolveJsonModule: true,
  noResolve: false,
  maxNodeModuleJsDepth: 0,
  jsx: ts.JsxEmit.Preserve,
};

function nearestConfig(root: string): string | undefined {
  const folder = nearestWith('tsconfig.json', root);
  return folder === undefined ? undefined : resolve(folder, 'tsconfig.json');
}

function readConfig(file: string, isAsked: boolean): ts.ParsedCommandLine | undefined {
  const { config, error } = ts.readConfigFile(file, ts.sys.readFile);
  if (error) {
    if (!isAsked) return undefined;
    throw new OunceError('OUNCE_E_AUDIT', `${file} cannot be read: ${textOf(error)}`);
  }
  return ts.parseJsonConfigFileContent(config, ts.sys, resolve(file, '..'), undefined, file);
}

function textOf({ messageText }: ts.Diagnostic): string {
  return ts.flattenDiagnosticMessageText(messageText, '\n');
}

function nothingToAudit(
  { path, project, include, exclude }: LoadOptions,
  { tests }: ChosenFiles,
): OunceError {
  const where = project ?? path;
  const narrowed = include.length + exclude.length > 0 ? ' that --include and --exclude leave' : '';
  const left = tests > 0 ? ` ${tests} tests were left out; name them with --include to audit them.` : '';
  return new OunceError(
    'OUNCE_E_AUDIT',
    `${where} has no TypeScript or JavaScript file${narrowed}: nothing was audited.${left}`,
  );
}
