// A process to be killed: appends without end to the journal and the tables in its folder, and prints each acknowledged event.
import { join } from 'node:path';
import { systemClock } from '../../../src/connectors/clock/index.ts';
import { openFileJournal } from '../../../src/connectors/file-journal/index.ts';
import { openLedger } from '../../../src/ledger/index.ts';
import { sampleEvents } from './sample-events.ts';

const [folder = '', seed = ''] = process.argv.slice(2);
const events = sampleEvents(Number(seed));
const journal = await openFileJournal({ path: join(folder, 'journal.ndjson') });
const readModelPath = join(folder, 'read-model.sqlite');
const ledger = await openLedger({ journal, readModelPath, clock: systemClock() });

async function appendForever(): Promise<never> {
  for (let length = 1; ; length = (length % 7) + 1) {
    const batch = Array.from({ length }, () => events.next().value);
    const kept = await ledger.append(batch);
    process.stdout.write(kept.map(({ seq, hash }) => `${seq} ${hash}\n`).join(''));
  }
}

await Promise.all(Array.from({ length: 8 }, appendForever));
