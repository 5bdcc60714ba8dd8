import { dirname } from 'node:path';
import { OunceError } from '@ounce/core';
import { loadScenarios } from '../app/scenarios.ts';
import { serviceSpecs } from '../app/services.ts';
import { loadConfig } from '../config/index.ts';
import { findScenario, sayFault } from '../experiments/index.ts';
import type { InjectOptions } from './commands/chaos.ts';

/** A scenario of this folder's config, without a governor: for dry runs and simulations. */
export async function localScenario({ config: file, scenario: name, factor, variant }: InjectOptions) {
  const { config, file: path } = await loadConfig({ cwd: process.cwd(), file });
  const scenarios = await loadScenarios(dirname(path), config.scenarios);
  const scenario = findScenario(scenarios, { scenario: name, factor, variant });
  const specs = serviceSpecs(config);
  const target = specs.find((spec) => spec.service === scenario.target);
  if (!target)
    throw new OunceError('OUNCE_E_NOT_FOUND', `The config has no service "${scenario.target}".`, {
      mend: `${name} is about "${scenario.target}". ${path} has ${specs.map(({ service }) => service).join(', ') || 'no service'}: name it there, or write a scenario of your own (\`scenarios\` in the config).`,
    });
  return { config, scenario, target, specs, faults: scenario.faults.map(sayFault) };
}
