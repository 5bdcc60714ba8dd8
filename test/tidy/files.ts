import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';

/** Tracked and new files that git does not ignore, relative to the root. */
export function repositoryFiles(): string[] {
  const args = ['ls-files', '--cached', '--others', '--exclude-standard'];
  const listed = execFileSync('git', args, { encoding: 'utf8' }).split('\n').filter(Boolean);
  return [...new Set(listed)];
}

export const read = (path: string): string => readFileSync(path, 'utf8');

export const lines = (path: string): number => read(path).split('\n').length - 1;
