import type { Clock } from '../../ports/index.ts';
import { isAlive } from '../../ports/process-identity.ts';
import type { Beginning, Surroundings } from './instance.ts';
import { adopt } from './running-process.ts';
import type { InstanceRecord, StateFolder } from './state-folder.ts';

const ownWordsWithinMs = 2000;
const lookEveryMs = 20;

/** What the governor before has left of one instance: its living process, or a place to start a new one in. */
export async function findAgain(
  id: string,
  record: InstanceRecord,
  around: Surroundings,
): Promise<Beginning> {
  const known = identityOf(record) ?? (await ownWords(id, around.folder, around.clock));
  if (known && isAlive(known)) {
    around.log(`${id} runs already (pid ${known.pid}) and is taken over.`);
    return { record: { ...record, ...known }, process: adopt(known, around.clock, around.letGo) };
  }
  return { record: { ...record, restarts: record.restarts + 1 } };
}

function identityOf({ pid, startTime }: InstanceRecord) {
  return pid && startTime ? { pid, startTime } : undefined;
}

/** The governor was killed between the start and the record; the process writes who it is within milliseconds. */
async function ownWords(id: string, folder: StateFolder, clock: Clock) {
  const untilMs = clock.monotonicMs() + ownWordsWithinMs;
  for (;;) {
    const found = folder.ownWords(id);
    if (found || clock.monotonicMs() >= untilMs) return found;
    await clock.sleep(lookEveryMs);
  }
}
