import { serviceKey } from '@ounce/core';
import { sayCondition, seconds } from '../experiments/index.ts';
import type { InjectOptions } from './commands/chaos.ts';
import { localScenario } from './local-scenario.ts';
import type { Output } from './output.ts';

/** Says what would be done and to whom. It never says "passed": nothing was tried. */
export async function dryRun(options: InjectOptions, output: Output): Promise<void> {
  const { config, scenario, target, specs, faults } = await localScenario(options);
  const faultTarget = specs.find((spec) => spec.service === scenario.faultTarget);
  const refused = [scenario.target, scenario.faultTarget].filter(
    (name) => config.services[name]?.chaos !== 'allowed',
  );
  const plan = {
    dryRun: true,
    scenario: scenario.name,
    target: serviceKey(target),
    faultTarget: faultTarget ? serviceKey(faultTarget) : null,
    faults,
    durationMs: options.duration,
    controls: options.controls,
    steadyState: scenario.steadyState,
    abortWhen: scenario.abortWhen,
    success: scenario.success,
    refusedBy: refused,
  };
  const conditions = (list: typeof scenario.steadyState) => list.map(sayCondition).join(', ');
  output.result(plan, [
    `Dry run: nothing was injected.`,
    `  would inject  ${faults.join(', ')} into ${plan.faultTarget ?? `${scenario.faultTarget} (not in the config)`} for ${seconds(options.duration)}`,
    `  would judge   ${plan.target}, controls ${options.controls}`,
    `  starts when   ${conditions(scenario.steadyState)} for ${seconds(scenario.steadyForMs)}`,
    `  aborts when   ${conditions(scenario.abortWhen)}`,
    ...(refused.length > 0
      ? [`  would be refused: ${refused.join(', ')} not marked \`chaos: 'allowed'\``]
      : []),
  ]);
  if (refused.length > 0 || !faultTarget) process.exitCode = 2;
}
