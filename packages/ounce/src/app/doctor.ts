import { join, resolve } from 'node:path';
import { type LoadedConfig, loadConfig } from '../config/index.ts';
import { checkApi, checkToken, isRunning } from './checks/governor.ts';
import { checkJournal } from './checks/journal.ts';
import { checkPlatforms } from './checks/platforms.ts';
import { checkCommands, checkMetrics, checkServicePorts } from './checks/services.ts';
import { nodeVersion } from './checks/versions.ts';
import { ensureStateFolder } from './connectors.ts';
import { type Finding, tried, well } from './finding.ts';
import { loadScenarios } from './scenarios.ts';

/** Looks at everything that a start needs, without starting anything. One finding for each thing; never rejects. */
export async function examine(options: { cwd: string; file?: string | undefined }): Promise<Finding[]> {
  let loaded: LoadedConfig | undefined;
  const config = await tried('config', async () => {
    loaded = await loadConfig(options);
    return `${loaded.file} is sound`;
  });
  const around = [nodeVersion(process.versions.node), config, ...(await checkToken(process.env))];
  return loaded ? [...around, ...(await checkSetUp(loaded))] : around;
}

async function checkSetUp(loaded: LoadedConfig): Promise<Finding[]> {
  const { config, folder } = loaded;
  const stateFolder = resolve(folder, config.stateFolder);
  const running = await isRunning(join(stateFolder, 'governor.sock'));
  const writable = await tried('state folder', () => {
    ensureStateFolder(stateFolder);
    return `${stateFolder} can be written`;
  });
  const scenarios = await tried('scenarios', async () => {
    const all = await loadScenarios(folder, config.scenarios);
    return `${all.length} can be used`;
  });
  return [
    writable,
    scenarios,
    ...checkCommands(loaded),
    ...(running
      ? [well('API', 'a governor of this folder is running')]
      : [await checkApi(config), ...(await checkServicePorts(config))]),
    ...(await checkPlatforms(config, running)),
    ...(await checkJournal(config, stateFolder, running)),
    ...(await checkMetrics(config)),
  ];
}
