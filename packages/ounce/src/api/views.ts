import { countReplicas, type ServiceRef, type Verdict, verdictExitCodes, type Window } from '@ounce/core';
import { type ExperimentRun, sayFault } from '../experiments/index.ts';
import type { RunningControl, Service } from '../governor/index.ts';
import type { ExperimentRecord, ActionRecord as LedgerAction } from '../ledger/index.ts';
import type { ApiContext } from './context.ts';
import type {
  ActionRecord,
  ControlRecord,
  ControlView,
  ExperimentView,
  FreezeView,
  LiveState,
  ServiceState,
  VerdictView,
} from './types.ts';

/** The fleet now. */
export function liveState(context: ApiContext): LiveState {
  const { clock, config, governor, ledger, experiments, version, startedAtMs } = context;
  const nowMs = clock.nowMs();
  const run = experiments.shown;
  return {
    atMs: nowMs,
    fleet: config.fleet.name,
    simulated: config.fleet.simulated,
    version,
    startedAtMs,
    freeze: freezeView(context),
    services: [...governor.services.values()].map((service) => serviceState(service, nowMs, context)),
    openIncidents: [...ledger.query.openIncidents()],
    ...(run ? { experiment: runView(run, nowMs) } : {}),
    troubles: governor.troubles.filter(({ atMs }) => nowMs - atMs < 60_000).map(({ says }) => says),
  };
}

export function freezeView({ governor }: ApiContext): FreezeView {
  const { freeze } = governor;
  if (freeze.kind === 'free') return { frozen: false };
  return { frozen: true, reason: freeze.reason, actor: freeze.by, sinceMs: freeze.sinceMs };
}

function serviceState(service: Service, nowMs: number, { config, governor }: ApiContext): ServiceState {
  const rails = service.controls[0]?.rails;
  const signals = service.series.map((series) => {
    const stale = series.staleBecause(nowMs);
    const value = series.lastValue;
    return [
      series.name,
      {
        intervalMs: series.intervalMs,
        ...(value === undefined ? {} : { value, atMs: Math.round(series.lastAtMs) }),
        ...(stale ? { stale } : {}),
      },
    ];
  });
  return {
    ...service.ref,
    ...(service.status
      ? {
          replicas: {
            ...countReplicas(service.status),
            ...(rails ? { floor: rails.floor, ceiling: rails.ceiling } : {}),
          },
        }
      : {}),
    ...(service.statusError ? { platformError: service.statusError } : {}),
    signals: Object.fromEntries(signals),
    thresholds: Object.fromEntries(
      service.detections.map(({ rule: { signal, above, normalBelow } }) => [signal, { above, normalBelow }]),
    ),
    controls: service.controls.map((running) => controlView(running, service, governor)),
    chaos: config.services[service.ref.service]?.chaos ?? 'refused',
  };
}

function controlView(
  running: RunningControl,
  service: Service,
  governor: ApiContext['governor'],
): ControlView {
  const { id, title } = running.control;
  const { mode } = governor.modeOf(service, id);
  if (!running.last) return { control: id, title, mode };
  const { decision, outcome } = running.last;
  const { atMs, action, why, forecast } = decision;
  const last = { atMs, action, why, outcome, ...(forecast ? { forecast: [...forecast] } : {}) };
  return { control: id, title, mode, last };
}

export function controlRecords({ governor }: ApiContext): ControlRecord[] {
  return [...governor.services.values()].flatMap((service) =>
    service.controls.map(({ control, settings, rails }) => ({
      ...service.ref,
      control: control.id,
      incidentType: control.incidentType,
      title: control.title,
      says: control.says,
      mode: governor.modeOf(service, control.id).mode,
      settings,
      guardRails: { ...rails },
    })),
  );
}

export function actionRecord(
  record: LedgerAction,
  isDrill: (ref: ServiceRef, atMs: number) => boolean,
): ActionRecord {
  const { seq, atMs, service, region, control, decision, action, outcome, because, why } = record;
  return {
    seq,
    atMs,
    service,
    region,
    control,
    decisionId: decision.id,
    action,
    outcome,
    ...(because ? { because } : {}),
    why,
    drill: isDrill(record, atMs),
  };
}

/** An experiment of this governor's life, with where it stands. */
export function runView(run: ExperimentRun, nowMs: number): ExperimentView {
  const { experimentId, scenario, targets, durationMs, controls } = run.plan;
  const { faultStartedAtMs, faultEndedAtMs } = run.seen;
  const wholeMs = scenario.steadyForMs + durationMs + scenario.settleMs;
  return {
    id: experimentId,
    scenario: scenario.name,
    says: scenario.says,
    ...targets,
    faults: scenario.faults.map(sayFault),
    controls,
    durationMs,
    startedAtMs: run.startedAtMs,
    ...(faultStartedAtMs === undefined ? {} : { faultStartedAtMs }),
    ...(faultEndedAtMs === undefined ? {} : { faultEndedAtMs }),
    phase: run.phase,
    progress: run.verdict ? 1 : Math.min(0.99, (nowMs - run.startedAtMs) / wholeMs),
    criteria: run.criteria().map(({ judged }) => ({
      says: judged.says,
      state: judged.met === undefined ? 'pending' : judged.met ? 'met' : 'failed',
    })),
    ...(run.verdict ? { verdict: verdictView(run.verdict) } : {}),
  };
}

/** An experiment as the ledger has it. */
export function experimentView(record: ExperimentRecord): ExperimentView {
  const { id, scenario, targets, durationMs, startedAtMs, faults, verdict } = record;
  const faultStartedAtMs = faults[0]?.injectedAtMs;
  const faultEndedAtMs = faults[0]?.removedAtMs;
  return {
    id,
    scenario: scenario.name,
    says: scenario.says,
    ...targets,
    faults: scenario.faults.map(sayFault),
    controls: record.controls,
    durationMs,
    startedAtMs,
    ...(faultStartedAtMs === undefined ? {} : { faultStartedAtMs }),
    ...(faultEndedAtMs === undefined ? {} : { faultEndedAtMs }),
    phase: verdict ? 'finished' : 'fault',
    progress: verdict ? 1 : 0,
    criteria: verdict ? verdictView(verdict).criteria : [],
    ...(verdict ? { verdict: verdictView(verdict) } : {}),
  };
}

/** The newest readings since a time, at whole and strictly increasing ms: what a chart can draw. */
export function seriesPoints(
  { timesMs, values }: Window,
  sinceMs: number,
): { timesMs: number[]; values: number[] } {
  const points: { timesMs: number[]; values: number[] } = { timesMs: [], values: [] };
  for (const [i, exactMs] of Array.from(timesMs).entries()) {
    const atMs = Math.round(exactMs);
    const value = values[i];
    if (value === undefined || atMs < sinceMs || atMs <= (points.timesMs.at(-1) ?? -1)) continue;
    points.timesMs.push(atMs);
    points.values.push(value);
  }
  return points;
}

export function verdictView({ criteria, ...verdict }: Verdict): VerdictView {
  return {
    ...verdict,
    exitCode: verdictExitCodes[verdict.kind],
    criteria: criteria.map(({ says, met }) => ({ says, state: met ? 'met' : 'failed' })),
  };
}
