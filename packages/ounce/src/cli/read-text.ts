import { readFile } from 'node:fs/promises';
import { OunceError } from '@ounce/core';

const reasons: Readonly<Record<string, string>> = {
  ENOENT: 'there is no such file',
  EISDIR: 'it is a folder',
  EACCES: 'this user may not read it',
};

/** The text of a file that a person has named. */
export function readText(file: string): Promise<string> {
  return readFile(file, 'utf8').catch((cause: NodeJS.ErrnoException) => {
    throw unreadable(file, cause);
  });
}

export function unreadable(file: string, cause: NodeJS.ErrnoException): OunceError {
  const why = reasons[cause.code ?? ''] ?? cause.message;
  return new OunceError('OUNCE_E_NOT_FOUND', `${file} cannot be read: ${why}.`, {
    mend: 'Check the path and the rights of the file.',
    cause,
  });
}
