import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { errorCatalogue, OunceError } from '@ounce/core';
import type { Config } from '../../config/index.ts';
import { systemClock } from '../../connectors/clock/index.ts';
import { lockForWriting } from '../../connectors/file-journal/writer-lock.ts';
import { verifyJournal } from '../../ledger/index.ts';
import type { Journal } from '../../ports/index.ts';
import { isBeyondLoopback } from '../address.ts';
import { readOnlyJournalOf } from '../connectors.ts';
import { type Finding, faultOf, well, wrong } from '../finding.ts';

/** The journal's hash chain, who holds it, and whether the API would be open to the world. `running`: a governor is. */
export async function checkJournal(
  config: Config,
  stateFolder: string,
  running: boolean,
): Promise<Finding[]> {
  const { journal } = config;
  const file = journal.kind === 'file' ? (journal.path ?? join(stateFolder, 'journal.ndjson')) : undefined;
  if (file && !existsSync(file)) {
    const none = well('journal', 'none yet; it is made at the first start');
    return isBeyondLoopback(config.api) ? [none, exposed(config)] : [none];
  }
  const findings: Finding[] = [];
  try {
    findings.push(...(await readThrough(config, stateFolder)));
  } catch (error) {
    findings.push(faultOf('journal', error));
  }
  return [...findings, ...(file && !running ? heldByAnother(`${file}.lock`) : [])];
}

async function readThrough(config: Config, stateFolder: string): Promise<Finding[]> {
  const journal = await readOnlyJournalOf(config, stateFolder);
  try {
    const report = await verifyJournal(journal, systemClock());
    if (report.kind === 'broken')
      throw new OunceError('OUNCE_E_JOURNAL_CORRUPT', `event ${report.seq}: ${report.says}`);
    const chain = well('journal', `${report.events} events, every hash fits`);
    const isOpen = isBeyondLoopback(config.api) && !(await hasToken(journal));
    return isOpen ? [chain, exposed(config)] : [chain];
  } finally {
    await journal.close();
  }
}

async function hasToken(journal: Journal): Promise<boolean> {
  const valid = new Set<string>();
  for await (const { kind, data } of journal.read(0)) {
    if (kind === 'token.created') valid.add(data.tokenId);
    if (kind === 'token.revoked') valid.delete(data.tokenId);
  }
  return valid.size > 0;
}

function heldByAnother(lockPath: string): Finding[] {
  if (!existsSync(lockPath)) return [];
  try {
    lockForWriting(lockPath).release();
    return [];
  } catch (error) {
    return [faultOf('journal lock', error)];
  }
}

function exposed({ api }: Config): Finding {
  const says = `${api.host} can be reached from other machines, and there is no token`;
  return wrong('API', says, errorCatalogue.OUNCE_E_API_EXPOSED.mend);
}
