import { resolve } from 'node:path';
import { isOunceError } from '@ounce/core';
import type { CatalogueAnswer } from '../api/types.ts';
import { journalOf } from '../app/connectors.ts';
import { loadConfig } from '../config/index.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { openLedger } from '../ledger/index.ts';
import { loadStarterCatalogue } from '../prevention/catalogue/index.ts';
import { connect } from './client.ts';
import type { GlobalOptions } from './output.ts';

/** Puts the starter catalogue into the ledger: through the running governor, or without one straight into the journal. */
export async function withCatalogue(
  options: GlobalOptions,
  note: (line: string) => void,
): Promise<CatalogueAnswer> {
  try {
    return await (await connect(options)).send<CatalogueAnswer>('POST', '/api/catalogue/starter', {});
  } catch (error) {
    const isElsewhere = process.env.OUNCE_URL !== undefined;
    if (!isOunceError(error) || error.code !== 'OUNCE_E_GOVERNOR_UNREACHABLE' || isElsewhere) throw error;
  }
  const { config, folder } = await loadConfig({ cwd: process.cwd(), file: options.config });
  const stateFolder = resolve(folder, config.stateFolder);
  const clock = systemClock();
  const journal = await journalOf(config, stateFolder, note);
  // Tables of its own: those of the governor are made from the journal at its next start.
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock }).catch(async (error) => {
    await journal.close();
    throw error;
  });
  try {
    return await loadStarterCatalogue({ ledger, clock }, 'local');
  } finally {
    await ledger.close();
  }
}
