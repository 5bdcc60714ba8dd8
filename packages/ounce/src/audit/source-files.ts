import { existsSync, readdirSync, statSync } from 'node:fs';
import { join, matchesGlob, relative, resolve, sep } from 'node:path';

/** Which files of a code base are looked at. */
export interface FileChoice {
  /** Globs, relative to the path that is audited. None: every source file that is no test. */
  readonly include: readonly string[];
  readonly exclude: readonly string[];
}

export interface ChosenFiles {
  /** Absolute, sorted. */
  readonly files: readonly string[];
  /** Tests that were left out because nobody asked for them. */
  readonly tests: number;
}

const source = /\.([cm]?[jt]s|[jt]sx)$/;
const declaration = /\.d\.([cm]?ts|.+\.ts)$/;
const test = /(\.|_|-)(test|spec|bench|stories)\.[cm]?[jt]sx?$|(^|\/)(__tests__|__mocks__|tests?|e2e)\//;
const ignoredFolders: ReadonlySet<string> = new Set(['node_modules', 'bower_components', 'dist']);
/** Beside a package.json these are made by tools; elsewhere somebody may have called their sources so. */
const builtFolders: ReadonlySet<string> = new Set(['build', 'out', 'coverage']);

/** All files under `path` (or the file that it is) that are chosen. */
export function chooseFiles(path: string, choice: FileChoice): ChosenFiles {
  if (statSync(path).isFile()) return { files: [path], tests: 0 };
  return filterFiles(path, listFiles(path), choice);
}

/** The chosen ones among `files`. */
export function filterFiles(
  root: string,
  files: readonly string[],
  { include, exclude }: FileChoice,
): ChosenFiles {
  let tests = 0;
  const chosen = files.filter((file) => {
    const name = relative(root, file);
    if (name.startsWith('..') || !source.test(name) || declaration.test(name)) return false;
    if (exclude.some((glob) => matches(name, glob))) return false;
    if (include.length > 0) return include.some((glob) => matches(name, glob));
    if (test.test(name)) tests++;
    return !test.test(name);
  });
  return { files: chosen.toSorted(), tests };
}

/** `src` means everything under it, `*.ts` any file of that name, and `src/*.ts` what it says. */
export function matches(name: string, glob: string): boolean {
  const plain = glob.replace(/^\.\//, '').replace(/\/+$/, '');
  const patterns = [plain, `${plain}/**`, ...(plain.includes('/') ? [] : [`**/${plain}`, `**/${plain}/**`])];
  return patterns.some((pattern) => matchesGlob(name, pattern));
}

function listFiles(folder: string): string[] {
  const entries = readdirSync(folder, { withFileTypes: true });
  const isPackage = entries.some(({ name }) => name === 'package.json');
  return entries.flatMap((entry) => {
    const { name } = entry;
    const path = join(folder, name);
    if (!entry.isDirectory()) return entry.isFile() ? [path] : [];
    const isIgnored =
      ignoredFolders.has(name) || name.startsWith('.') || (isPackage && builtFolders.has(name));
    return isIgnored ? [] : listFiles(path);
  });
}

/** The nearest folder at or above `folder` that has a file of this name; `undefined` when none has. */
export function nearestWith(name: string, folder: string): string | undefined {
  for (let one = resolve(folder); ; one = resolve(one, '..')) {
    if (existsSync(join(one, name))) return one;
    if (one === resolve(one, '..')) return undefined;
  }
}

/** A file as it is shown: relative, with `/` on every system. */
export function relativeName(base: string, file: string): string {
  return relative(base, file).split(sep).join('/');
}
