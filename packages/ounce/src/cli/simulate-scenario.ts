import type { ExperimentView } from '../api/types.ts';
import { verdictView } from '../api/views.ts';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { simulate } from '../simulator/index.ts';
import type { InjectOptions } from './commands/chaos.ts';
import { localScenario } from './local-scenario.ts';

/** The scenario in virtual time with the config's own controls. The same seed gives the same bytes. */
export async function simulateScenario(options: InjectOptions): Promise<ExperimentView> {
  const { scenario, target, faults } = await localScenario(options);
  const { seed, duration: durationMs, controls } = options;
  const journal = createMemoryJournal();
  const { verdict, events } = await simulate({ seed, scenario, durationMs, controls, target, journal });
  const started = events.find((event) => event.kind === 'experiment.started');
  const { service, region } = target;
  return {
    id: `${started?.data.experimentId ?? scenario.name}-seed-${seed}`,
    scenario: scenario.name,
    says: scenario.says,
    target: { service, region },
    faultTarget: { service: scenario.faultTarget, region },
    faults,
    controls,
    durationMs,
    startedAtMs: started?.atMs ?? 0,
    phase: 'finished',
    progress: 1,
    criteria: verdictView(verdict).criteria,
    verdict: verdictView(verdict),
  };
}
