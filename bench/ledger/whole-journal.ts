import { rmSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../packages/ounce/src/connectors/clock/index.ts';
import { type Ledger, openLedger } from '../../packages/ounce/src/ledger/index.ts';
import type { Journal } from '../../packages/ounce/src/ports/index.ts';
import { sampleEvents } from '../../packages/ounce/test/integration/ledger/sample-events.ts';

export interface WholeJournalFigures {
  readonly fillSeconds: number;
  readonly rebuildSeconds: number;
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
  const fillSeconds = await seconds(async () => fill(await open(), length));
  const readModelPath = join(folder, 'read-model.sqlite');
  rmSync(readModelPath, { force: true });
  const clock = systemClock();
  let ledger: Ledger | undefined;
  const openIt = async () => {
    ledger = await openLedger({ journal: await open(), readModelPath, clock });
    return ledger;
  };
  const rebuildSeconds = await seconds(openIt);
  const verifySeconds = await seconds(async () => {
    const report = await ledger!.verify();
    if (report.kind !== 'intact' || report.events !== length) throw new Error(JSON.stringify(report));
  });
  await use(ledger!);
  await ledger!.close();
  const reopenMs = 1000 * (await seconds(openIt));
  await ledger!.close();
  const readModelMiB = statSync(readModelPath).size / 2 ** 20;
  return { fillSeconds, rebuildSeconds, verifySeconds, reopenMs, readModelMiB };
}

async function fill(journal: Journal, length: number): Promise<void> {
  const events = sampleEvents(1);
  for (let done = 0; done < length; done += batchLength) {
    const batch = Array.from({ length: Math.min(batchLength, length - done) }, () => events.next().value);
    await journal.append(batch);
  }
  await journal.close();
}

async function seconds(work: () => Promise<unknown>): Promise<number> {
  const startedMs = performance.now();
  await work();
  return (performance.now() - startedMs) / 1000;
}
