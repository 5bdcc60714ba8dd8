import { join, resolve } from 'node:path';
import { isOunceError } from '@ounce/core';
import type { IncidentTypeList } from '../../api/types.ts';
import { journalOf } from '../../app/connectors.ts';
import { loadConfig } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { openLedger } from '../../ledger/index.ts';
import {
  type ImportBatch,
  type ImportCounts,
  incidentTypes,
  takeImport,
} from '../../prevention/incidents/index.ts';
import { connect } from '../client.ts';
import type { GlobalOptions } from '../output.ts';

/** Where a history goes: a running governor, or the journal itself when none runs. */
export interface ImportTarget {
  readonly says: string;
  readonly knownTypes: readonly string[];
  take(batch: ImportBatch): Promise<ImportCounts>;
  close(): Promise<void>;
}

/** Rejects with OUNCE_E_JOURNAL_LOCKED when somebody else has the journal who does not answer. */
export async function importTarget(
  options: GlobalOptions,
  log: (line: string) => void,
): Promise<ImportTarget> {
  const client = await connect(options);
  try {
    const { items } = await client.get<IncidentTypeList>('/api/incidents/types');
    return {
      says: 'the running governor',
      knownTypes: items.map(({ id }) => id),
      take: (batch) => client.send<ImportCounts>('POST', '/api/incidents/import', batch),
      close: async () => {},
    };
  } catch (error) {
    // A governor elsewhere that does not answer is not to be passed by.
    if (!isOunceError(error) || error.code !== 'OUNCE_E_GOVERNOR_UNREACHABLE' || process.env.OUNCE_URL)
      throw error;
    return journalTarget(options, log);
  }
}

async function journalTarget(options: GlobalOptions, log: (line: string) => void): Promise<ImportTarget> {
  const { config, folder } = await loadConfig({ cwd: process.cwd(), file: options.config });
  const stateFolder = resolve(folder, config.stateFolder);
  const clock = systemClock();
  const journal = await journalOf(config, stateFolder, log);
  const readModelPath = join(stateFolder, 'read-model.sqlite');
  const ledger = await openLedger({ journal, readModelPath, clock, onNotice: ({ says }) => log(says) }).catch(
    async (error) => {
      await journal.close();
      throw error;
    },
  );
  const context = { ledger, clock, ownTypes: config.incidentTypes };
  return {
    says: 'the journal (no governor runs)',
    knownTypes: incidentTypes(config.incidentTypes).map(({ id }) => id),
    take: (batch) => takeImport(context, batch, 'local'),
    close: () => ledger.close(),
  };
}
