import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../packages/ounce/src/connectors/clock/index.ts';
import { type Ledger, openLedger } from '../../packages/ounce/src/ledger/index.ts';
import type { Journal } from '../../packages/ounce/src/ports/index.ts';
import { sampleEvents } from '../../packages/ounce/test/integration/ledger/sample-events.ts';
import { spent } from '../harness.ts';

export interface WholeJournalFigures {
  readonly fillSeconds: number;
  readonly rebuildSeconds: number;
  readonly rebuildProcessorSeconds: number;
  readonly verifySeconds: number;
  readonly reopenMs: number;
  readonly readModelMiB: number;
}

const batchLength = 1000;

/** Fills a journal, opens a ledger on it from nothing (which makes all tables), verifies it and opens it once more. */
export async function benchWholeJournal(
  open: () => Promise<Journal>,
  folder: string,
  length: number,
  use: (ledger: Ledger) => Promise<void>,
): Promise<WholeJournalFigures> {
  const { seconds: fillSeconds } = await spent(async () => fill(await open(), length));
  const readModelPath = join(folder, 'read-model.sqlite');
  rmSync(readModelPath, { force: true });
  const clock = systemClock();
  let ledger: Ledger | undefined;
  const openIt = async () => {
    ledger = await openLedger({ journal: await open(), readModelPath, clock });
    return ledger;
  };
  const rebuild = await spent(openIt);
  const { seconds: verifySeconds } = await spent(async () => {
    const report = await ledger!.verify();
    if (report.kind !== 'intact' || report.events !== length) throw new Error(JSON.stringify(report));
  });
  await use(ledger!);
  await ledger!.close();
  const reopenMs = 1000 * (await spent(openIt)).seconds;
  await ledger!.close();
  const readModelMiB = statSync(readModelPath).size / 2 ** 20;
  return {
    ...{ fillSeconds, verifySeconds, reopenMs, readModelMiB },
    rebuildSeconds: rebuild.seconds,
    rebuildProcessorSeconds: rebuild.processorSeconds,
  };
}

async function fill(journal: Journal, length: number): Promise<void> {
  const events = sampleEvents(1);
  for (let done = 0; done < length; done += batchLength) {
    const batch = Array.from({ length: Math.min(batchLength, length - done) }, () => events.next().value);
    await journal.append(batch);
  }
  await journal.close();
}
