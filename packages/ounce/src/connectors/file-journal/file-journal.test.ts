import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Journal } from '../../ports/index.ts';
import { journalContract } from '../../ports/journal.contract.ts';
import { openFileJournal } from './index.ts';

journalContract('the file journal', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'ounce-journal-'));
  const opened: Journal[] = [];
  return {
    durable: true,
    async open() {
      const journal = await openFileJournal({ path: join(folder, 'deep', 'er', 'journal.ndjson') });
      opened.push(journal);
      return journal;
    },
    async dispose() {
      for (const journal of opened) await journal.close();
      await rm(folder, { recursive: true });
    },
  };
});
