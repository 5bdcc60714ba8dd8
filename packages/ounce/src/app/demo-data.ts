import { existsSync } from 'node:fs';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { type NewEvent, OunceError } from '@ounce/core';
import { titles } from '../api/routes/reports.ts';
import { type Config, checkConfig, type LoadedConfig } from '../config/index.ts';
import { openFileJournal } from '../connectors/file-journal/index.ts';
import { playYear } from '../demo-data/index.ts';
import { queueBacklog } from '../experiments/scenarios/queue-backlog.ts';
import { issueDue } from '../prevention/cadence/index.ts';
import { Effectiveness } from '../prevention/effectiveness/index.ts';
import { cadenceSettings } from './cadence.ts';
import { isRunning } from './checks/governor.ts';
import { ensureStateFolder } from './connectors.ts';
import { effectSettings } from './effect-settings.ts';
import { version } from './version.ts';

const batch = 500;

export interface DemoMade {
  readonly folder: string;
  readonly events: number;
}

/** Where the simulated year is kept: below the state folder, never in the real ledger. */
export const demoFolder = (stateFolder: string) => join(stateFolder, 'demo-data');

/** A governor without a fleet that shows a simulated year; everything in it is marked as simulated. */
export function demoConfig(folder: string, port: number): LoadedConfig {
  const config = checkConfig(
    { fleet: { name: 'simulated year', simulated: true }, stateFolder: '.', services: {}, api: { port } },
    'the demo',
  );
  return { config, folder, file: join(folder, 'demo-data') };
}

/** Plays the year and writes it down. Throws OUNCE_E_RULE when there is one already. */
export async function makeDemoData(
  folder: string,
  { seed, endMs }: { seed: number; endMs: number },
): Promise<DemoMade> {
  if (hasDemoData(folder))
    throw new OunceError('OUNCE_E_RULE', `There is simulated data in ${folder} already.`, {
      mend: 'Show it with `ounce demo-data --show`, or remove it whole with `ounce demo-data --remove`.',
    });
  ensureStateFolder(folder);
  const { config } = demoConfig(folder, 0);
  const played = await playYear({
    ...{ seed, endMs, version, drill: queueBacklog, recurrence: config.recurrence },
    eachMonth: (year) => reviewMonth(config, year),
  });
  const file = await openFileJournal({ path: join(folder, 'journal.ndjson') });
  let events = 0;
  let waiting: NewEvent[] = [];
  for await (const { seq: _seq, hash: _hash, ...event } of played.read(0)) {
    waiting.push(event as NewEvent);
    if (waiting.length < batch) continue;
    events += (await file.append(waiting)).length;
    waiting = [];
  }
  if (waiting.length > 0) events += (await file.append(waiting)).length;
  await file.close();
  return { folder, events };
}

async function reviewMonth(
  config: Config,
  { ledger, clock }: Parameters<NonNullable<Parameters<typeof playYear>[0]['eachMonth']>>[0],
): Promise<void> {
  const effectiveness = new Effectiveness({ ledger, clock, settings: effectSettings(config) });
  await issueDue({ ledger, clock, effectiveness, titleOf: titles({ config }) }, cadenceSettings(config));
  effectiveness.close();
}

export const hasDemoData = (folder: string) => existsSync(join(folder, 'journal.ndjson'));

/** Removes the simulated year whole; nothing else knows of it. Throws OUNCE_E_RULE while a console shows it. */
export async function removeDemoData(folder: string): Promise<boolean> {
  if (!existsSync(folder)) return false;
  if (await isRunning(join(folder, 'governor.sock')))
    throw new OunceError('OUNCE_E_RULE', `The simulated year in ${folder} is being shown.`, {
      mend: 'End that `ounce demo-data` with Ctrl-C first.',
    });
  await rm(folder, { recursive: true });
  return true;
}
