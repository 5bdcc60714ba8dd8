import { renameSync, rmSync } from 'node:fs';
import type { JournalEvent } from '@ounce/core';
import { emptyHead, type Journal } from '../ports/index.ts';
import { readModelError } from './database.ts';
import { inMemory, ReadModel } from './read-model.ts';

/** Events per transaction: enough to make its cost vanish, few enough to leave the event loop room. */
const batchLength = 1000;

/** Hands over everything after the model's head in batches; `take` puts them into the model. */
export async function follow(
  journal: Journal,
  model: ReadModel,
  take: (events: readonly JournalEvent[]) => void = (events) => model.apply(events),
): Promise<void> {
  let batch: JournalEvent[] = [];
  for await (const event of journal.read(model.head.seq)) {
    batch.push(event);
    if (batch.length < batchLength) continue;
    take(batch);
    batch = [];
  }
  if (batch.length > 0) take(batch);
}

/** Tables made from the whole journal, in a file beside `path` that `swapIn` puts in place. */
export async function readWhole(journal: Journal, path: string): Promise<ReadModel> {
  const aside = asideOf(path);
  try {
    if (aside !== inMemory) removeDatabase(aside);
    const model = ReadModel.create(aside, emptyHead);
    try {
      await follow(journal, model);
      await model.finish();
      return model;
    } catch (error) {
      model.close();
      throw error;
    }
  } catch (error) {
    throw readModelError(error, `The read model cannot be made at ${aside}`);
  }
}

/** Puts fresh tables in the place of the old ones. Without a pause: nobody sees anything in between. */
export function swapIn(fresh: ReadModel, old: ReadModel | undefined, path: string): ReadModel {
  if (path === inMemory) {
    old?.close();
    return fresh;
  }
  fresh.close();
  // Its write-ahead log goes with it; one that was left beside the new file would be played into it.
  old?.close();
  rmSync(`${path}-wal`, { force: true });
  rmSync(`${path}-shm`, { force: true });
  try {
    renameSync(asideOf(path), path);
  } catch (error) {
    throw readModelError(error, `The new read model cannot be put at ${path}`);
  }
  const opened = ReadModel.open(path);
  if (!opened) throw readModelError(new Error('it is not as it was written'), `${path} cannot be opened`);
  return opened;
}

function asideOf(path: string): string {
  return path === inMemory ? inMemory : `${path}.rebuild`;
}

function removeDatabase(path: string): void {
  for (const suffix of ['', '-journal', '-wal', '-shm']) rmSync(`${path}${suffix}`, { force: true });
}
