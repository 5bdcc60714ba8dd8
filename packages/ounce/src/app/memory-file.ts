import { readFile, rename, writeFile } from 'node:fs/promises';
import type { Governor, GovernorMemory } from '../governor/index.ts';
import type { Clock } from '../ports/index.ts';

const savedEveryMs = 60_000;

/** What the last governor has left; undefined when there is none, or it cannot be read: then controls learn anew. */
export async function readMemory(path: string): Promise<GovernorMemory | undefined> {
  try {
    return JSON.parse(await readFile(path, 'utf8')) as GovernorMemory;
  } catch {
    return undefined;
  }
}

/** Saves what the controls know every minute and at the end. Returns the function that ends it. */
export function saveMemory(
  path: string,
  governor: Pick<Governor, 'memory'>,
  clock: Clock,
  log: (sentence: string) => void,
): () => Promise<void> {
  const stopped = new AbortController();
  const save = async () => {
    try {
      // A file that is half written must never take the place of a whole one.
      await writeFile(`${path}.new`, JSON.stringify(governor.memory), { mode: 0o600 });
      await rename(`${path}.new`, path);
    } catch (error) {
      log(`What the controls know could not be saved: ${error instanceof Error ? error.message : error}`);
    }
  };
  const loop = async () => {
    while (!stopped.signal.aborted) {
      await clock.sleep(savedEveryMs, stopped.signal).catch(() => {});
      await save();
    }
  };
  const running = loop();
  return async () => {
    stopped.abort(new Error('the governor stops'));
    await running;
  };
}
