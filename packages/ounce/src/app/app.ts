import { join, resolve } from 'node:path';
import type { NewEvent, ServiceRef } from '@ounce/core';
import { builtConsole } from '../api/console.ts';
import { titles } from '../api/routes/reports.ts';
import { createApi } from '../api/server.ts';
import { firstToken } from '../api/tokens.ts';
import { askCapacity, servicePlan, watchCapacity } from '../capacity/index.ts';
import { capacitySettings } from '../config/capacity-settings.ts';
import type { LoadedConfig } from '../config/index.ts';
import { systemClock } from '../connectors/clock/index.ts';
import { healthProbe } from '../connectors/health-probe/index.ts';
import { Experiments, worldOf } from '../experiments/index.ts';
import { Governor } from '../governor/index.ts';
import { openHistory } from '../history/index.ts';
import { openLedger } from '../ledger/index.ts';
import { ReadMeter } from '../monitoring/index.ts';
import { Effectiveness } from '../prevention/effectiveness/index.ts';
import { loadRunbooks } from '../prevention/runbooks/index.ts';
import { refuseExposure, refuseTakenAddress } from './address.ts';
import { cadenceSettings, keepCadence } from './cadence.ts';
import { faultAgentOf, journalOf, notifiersOf, sourcesOf } from './connectors.ts';
import { effectSettings, governorName } from './effect-settings.ts';
import { keepUp } from './keep-up.ts';
import { readMemory, saveMemory } from './memory-file.ts';
import { notifyFrom } from './notify.ts';
import { applyPlans, platformOf, workloadOf } from './platforms/index.ts';
import { remindNowAndThen } from './remind.ts';
import { loadScenarios } from './scenarios.ts';
import { serviceSpecs } from './services.ts';
import { Undo } from './undo.ts';
import { version } from './version.ts';
import { watchRecurrence } from './watch-recurrence.ts';

export interface AppOptions {
  readonly loaded: LoadedConfig;
  /** One sentence for the log. */
  readonly log: (sentence: string) => void;
}

export interface App {
  /** Where the API and the console are. */
  readonly url: string;
  /** Path of the local socket that the command line uses. */
  readonly socket: string;
  /** The admin token that was made because there was none; shown once. */
  readonly newToken?: string;
  /** Ends experiments, governor and API; `fleet: true` also drains and stops the processes that were started. */
  stop(options: { fleet: boolean }): Promise<void>;
}

/** Puts the governor, its connectors and its API together, and starts them. When that fails, what was opened is closed. */
export async function startApp(options: AppOptions): Promise<App> {
  const undo = new Undo();
  try {
    return await start(options, undo);
  } catch (error) {
    // Whatever goes wrong now comes from what is told already.
    await undo.all().catch(() => {});
    throw error;
  }
}

/** What is opened is closed in the opposite order. A fleet is left running unless the person who stops it says otherwise. */
async function start({ loaded, log }: AppOptions, undo: Undo): Promise<App> {
  const { config, folder } = loaded;
  const clock = systemClock();
  const stateFolder = resolve(folder, config.stateFolder);
  const region = config.fleet.regions[0]!;
  const fleet = { stop: false };
  const scenarios = await loadScenarios(folder, config.scenarios);
  const runbooks = await loadRunbooks(config.runbooks && resolve(folder, config.runbooks));
  await refuseTakenAddress(config.api);
  const journal = await journalOf(config, stateFolder, log);
  const readModelPath = join(stateFolder, 'read-model.sqlite');
  const closeJournal = undo.add(() => journal.close());
  const ledger = await openLedger({ journal, readModelPath, clock, onNotice: ({ says }) => log(says) });
  // The ledger closes its journal.
  closeJournal.forget();
  undo.add(() => ledger.close());
  refuseExposure(config.api, ledger);
  const newToken = await firstToken(ledger, clock);
  const history = openHistory(join(stateFolder, 'readings.sqlite'));
  undo.add(() => history.close());
  const platform = await platformOf(config, { folder, stateFolder, region, clock, log });
  undo.add(() => platform.close(fleet));
  const reads = new ReadMeter(clock.nowMs());
  const sources = sourcesOf(config, clock, reads);
  undo.add(() => Promise.all(Object.values(sources).map((source) => source.close())));
  const probe = healthProbe();
  undo.add(() => probe.close());
  undo.add(notifyFrom(ledger, notifiersOf(config, clock), log));
  const memoryFile = join(stateFolder, 'control-memory.json');
  const memory = await readMemory(memoryFile);
  const settingsOf = (of: ServiceRef) => capacitySettings(config, of);
  const capacity = askCapacity({ clock, history, ledger, settingsOf });
  const planOf = (of: ServiceRef) => servicePlan(history, of, capacity(of, 'full'), clock.nowMs());
  const governor = new Governor({
    ...{ clock, ledger, platform, sources, history, probe, planOf },
    ...(memory ? { memory } : {}),
    services: serviceSpecs(config),
  });
  const experiments = new Experiments({
    clock,
    ledger,
    agent: faultAgentOf(config, { stateFolder, region, clock }),
    world: worldOf(governor, ledger),
    scenarios,
    region,
    chaosAllowed: (service) => config.services[service]?.chaos === 'allowed',
  });
  const effectiveness = new Effectiveness({ ledger, clock, settings: effectSettings(config) });
  undo.add(() => effectiveness.close());
  const startedAtMs = clock.nowMs();
  const api = await createApi({
    ...{
      config,
      clock,
      ledger,
      governor,
      experiments,
      capacity,
      history,
      reads,
      runbooks,
      version,
      startedAtMs,
    },
    ...{ effectiveness, effects: effectiveness },
    applyPlan: applyPlans(config, clock),
    workloadOf: (of) => workloadOf(config, of),
    readings: (of, span) => history.readings(of, span),
    consoleFolder: builtConsole,
  });
  undo.add(() => api.close());
  const socket = join(stateFolder, 'governor.sock');
  const url = await api.listen(socket);
  const name = governorName(stateFolder);
  const note = (event: Pick<NewEvent<'governor.started' | 'governor.stopped'>, 'kind' | 'data'>) =>
    ledger.append([{ atMs: clock.nowMs(), actor: 'governor', subject: 'fleet', ...event } as NewEvent]);
  await note({
    kind: 'governor.started',
    data: { version, fleet: config.fleet.name, governor: name, intervalsMs: config.intervals },
  });
  undo.add(() => note({ kind: 'governor.stopped', data: { why: 'asked to stop', governor: name } }));
  undo.add(watchRecurrence({ config, ledger, clock, governor: name, log }));
  governor.start();
  undo.add(keepUp({ ledger, history, clock, keep: config.history, log }));
  const services = [...governor.services.values()].map(({ ref }) => ref);
  undo.add(
    watchCapacity({ clock, ledger, services, ask: (of, asOfMs) => capacity(of, 'light', asOfMs), log }),
  );
  undo.add(saveMemory(memoryFile, governor, clock, log));
  const reported = { ledger, clock, effectiveness, titleOf: titles({ config }) };
  undo.add(keepCadence(reported, cadenceSettings(config), log));
  undo.add(remindNowAndThen({ ledger, clock }, log));
  undo.add(() => governor.stop());
  experiments.begin();
  undo.add(() => experiments.stop());
  return {
    url,
    socket,
    ...(newToken ? { newToken } : {}),
    async stop(wanted) {
      fleet.stop = wanted.fleet;
      await undo.all();
    },
  };
}
