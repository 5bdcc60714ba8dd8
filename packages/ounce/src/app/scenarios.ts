import { readdir, readFile } from 'node:fs/promises';
import { join, resolve } from 'node:path';
import { OunceError, type Scenario } from '@ounce/core';
import { parse } from 'yaml';
import { builtInScenarios, checkScenario } from '../experiments/index.ts';

/** The built-in scenarios, and those of the config's folder; one of the same name replaces the built-in. */
export async function loadScenarios(folder: string, own: string | undefined): Promise<Scenario[]> {
  const all = new Map(builtInScenarios.map((scenario) => [scenario.name, scenario]));
  for (const scenario of own ? await readFolder(resolve(folder, own)) : []) all.set(scenario.name, scenario);
  return [...all.values()];
}

async function readFolder(path: string): Promise<Scenario[]> {
  const names = await readdir(path).catch((cause) => {
    throw new OunceError('OUNCE_E_SCENARIO_INVALID', `The scenario folder ${path} cannot be read.`, {
      cause,
    });
  });
  return Promise.all(
    names
      .filter((name) => /\.(ya?ml|json)$/.test(name))
      .map(async (name) => checkScenario(parse(await readFile(join(path, name), 'utf8')), name)),
  );
}
