import { spawnSync } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { isOunceError, OunceError, type Review } from '@ounce/core';
import type { ReviewView } from '../api/types.ts';
import {
  fromMarkdown,
  hasConflictMarks,
  mergeReviews,
  type ReviewFields,
  toMarkdown,
} from '../prevention/reviews/index.ts';
import type { Client } from './client.ts';

export interface EditOptions {
  readonly client: Client;
  readonly id: string;
  /** A shell command; the file is its last argument. */
  readonly editor: string;
  readonly note: (line: string) => void;
}

/** How often others may save in between before it is better to talk to them. */
const mostRounds = 5;

/**
 * Opens a review in an editor and saves what comes out. When somebody else has saved meanwhile, both are put together section by
 * section, and the editor opens again where they disagree. What was written is never lost: when it cannot be saved, its file stays.
 */
export async function editReview({ client, id, editor, note }: EditOptions): Promise<ReviewView | undefined> {
  const path = `/api/reviews/${encodeURIComponent(id)}`;
  const { review: read } = await client.get<{ review: Review }>(path);
  const folder = await mkdtemp(join(tmpdir(), 'ounce-review-'));
  const file = join(folder, `${read.id}.md`);
  const written = toMarkdown(read);
  await writeFile(file, written, { mode: 0o600 });
  runEditor(editor, file);
  let text = await readFile(file, 'utf8');
  if (text === written) {
    await rm(folder, { recursive: true });
    return undefined;
  }
  let base = read;
  for (let round = 1; round <= mostRounds; round += 1) {
    try {
      const saved = await save(client, path, text, base.version);
      await rm(folder, { recursive: true });
      return saved;
    } catch (error) {
      const theirs = theirsOf(error);
      if (!theirs) throw keptIn(file, error);
      const mine = fromMarkdown(text).fields;
      const { fields, conflicts } = mergeReviews(base, mine, theirs);
      base = theirs;
      text = toMarkdown({ ...theirs, ...withoutOwner(fields) });
      await writeFile(file, text);
      note(`Somebody else has saved version ${theirs.version} meanwhile; both were put together.`);
      if (conflicts.length === 0) continue;
      note(`You disagree on: ${conflicts.join(', ')}. The editor opens again; take the marks out.`);
      runEditor(editor, file);
      text = await readFile(file, 'utf8');
    }
  }
  throw keptIn(file, new OunceError('OUNCE_E_VERSION_CONFLICT', 'Others keep saving this review.'));
}

/** `owner` is absent when both took it away; a spread would bring theirs back. */
function withoutOwner(fields: ReviewFields): ReviewFields {
  return { owner: '', ...fields };
}

async function save(client: Client, path: string, text: string, baseVersion: number): Promise<ReviewView> {
  if (hasConflictMarks(text))
    throw new OunceError('OUNCE_E_BAD_REQUEST', 'Marks of a conflict are left in the text.', {
      mend: 'Choose between the two versions, take the marks out, and import the file.',
    });
  const { fields } = fromMarkdown(text);
  return client.send<ReviewView>('PUT', path, { ...fields, baseVersion });
}

function runEditor(editor: string, file: string): void {
  // Editors are often commands with options: `code --wait`.
  const { status, error } = spawnSync('sh', ['-c', `${editor} "$1"`, 'sh', file], { stdio: 'inherit' });
  if (error || status !== 0) throw keptIn(file, new Error(`The editor ${editor} ended with an error.`));
}

function theirsOf(error: unknown): Review | undefined {
  if (!isOunceError(error) || error.code !== 'OUNCE_E_VERSION_CONFLICT') return undefined;
  return (error.details as { theirs?: Review } | undefined)?.theirs;
}

function keptIn(file: string, error: unknown): Error {
  const message = error instanceof Error ? error.message : String(error);
  const code = isOunceError(error) ? error.code : 'OUNCE_E_BAD_REQUEST';
  return new OunceError(code, message, {
    cause: error,
    mend: `Your text is kept in ${file}: mend it and save it with \`ounce pir import ${file}\`.`,
  });
}
