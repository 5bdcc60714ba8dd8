import { join, resolve } from 'node:path';
import { OunceError, type ServiceRef, signalNames } from '@ounce/core';
import { ensureStateFolder } from '../app/connectors.ts';
import { type Config, type LoadedConfig, loadConfig } from '../config/index.ts';
import { type History, openHistory } from '../history/index.ts';
import type { GlobalOptions } from './output.ts';

/** What can be recorded of a service. */
export const seriesNames = [...signalNames, 'readyReplicas', 'desiredReplicas'] as const;
export type SeriesName = (typeof seriesNames)[number];

/** The recorded readings beside a running governor, or without one. */
export async function withHistory<Result>(
  options: GlobalOptions,
  use: (history: History, loaded: LoadedConfig) => Promise<Result>,
): Promise<Result> {
  const loaded = await loadConfig({ cwd: process.cwd(), file: options.config });
  const stateFolder = resolve(loaded.folder, loaded.config.stateFolder);
  ensureStateFolder(stateFolder);
  const history = openHistory(join(stateFolder, 'readings.sqlite'));
  try {
    return await use(history, loaded);
  } finally {
    history.close();
  }
}

/** The services of the config in all their regions, or the one that is named. */
export function targetsOf(config: Config, wanted: { service?: string; region?: string }): ServiceRef[] {
  const all = Object.entries(config.services).flatMap(([service, { regions }]) =>
    (regions ?? config.fleet.regions).map((region) => ({ service, region })),
  );
  const found = all.filter(
    ({ service, region }) => service === (wanted.service ?? service) && region === (wanted.region ?? region),
  );
  if (found.length > 0) return found;
  const there = [...new Set(all.map(({ service, region }) => `${service}@${region}`))].join(', ');
  const name = `${wanted.service ?? 'any service'}${wanted.region ? `@${wanted.region}` : ''}`;
  throw new OunceError('OUNCE_E_NOT_FOUND', `The config has no ${name}; it has ${there || 'no services'}.`);
}
