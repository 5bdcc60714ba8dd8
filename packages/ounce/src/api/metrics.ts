import { serviceKey } from '@ounce/core';
import { Counter, collectDefaultMetrics, Gauge, Registry } from 'prom-client';
import type { ApiContext } from './context.ts';

/** The governor's own metrics, read when asked for. */
export function metricsOf({ governor, ledger, clock, startedAtMs }: ApiContext): Registry {
  const registry = new Registry();
  collectDefaultMetrics({ register: registry });
  const gauge = (name: string, help: string, value: () => number) =>
    new Gauge({
      name,
      help,
      registers: [registry],
      collect() {
        this.set(value());
      },
    });
  new Counter({
    name: 'ounce_samples_total',
    help: 'Readings taken since the start.',
    registers: [registry],
    collect() {
      this.reset();
      this.inc(governor.samples);
    },
  });
  gauge('ounce_frozen', '1 while everything is frozen.', () => Number(governor.freeze.kind === 'frozen'));
  gauge('ounce_journal_seq', 'The newest event in the journal.', () => ledger.query.head().seq);
  gauge('ounce_uptime_seconds', 'Since the start.', () => (clock.nowMs() - startedAtMs) / 1000);
  gauge('ounce_stale_signals', 'Signals whose newest reading is too old to act on.', () => {
    const nowMs = clock.nowMs();
    const all = [...governor.services.values()].flatMap((service) => service.series);
    return all.filter((series) => series.staleBecause(nowMs) !== undefined).length;
  });
  new Gauge({
    name: 'ounce_open_incidents',
    help: 'Open incidents.',
    labelNames: ['drill'],
    registers: [registry],
    collect() {
      const open = ledger.query.openIncidents();
      this.set({ drill: 'false' }, open.filter((incident) => !incident.drill).length);
      this.set({ drill: 'true' }, open.filter((incident) => incident.drill).length);
    },
  });
  new Counter({
    name: 'ounce_actions_total',
    help: 'Actions in the ledger by what became of them.',
    labelNames: ['outcome'],
    registers: [registry],
    collect() {
      this.reset();
      for (const [outcome, count] of Object.entries(ledger.query.counts().actions))
        this.inc({ outcome }, count);
    },
  });
  new Gauge({
    name: 'ounce_desired_replicas',
    help: 'Replicas last asked for.',
    labelNames: ['target'],
    registers: [registry],
    collect() {
      for (const { ref, status } of governor.services.values())
        if (status) this.set({ target: serviceKey(ref) }, status.desired);
    },
  });
  new Gauge({
    name: 'ounce_wanted_replicas',
    help: 'Replicas that a control wants now, whatever its mode: for those who scale by other means. Absent while it knows nothing.',
    labelNames: ['target', 'control', 'mode'],
    registers: [registry],
    collect() {
      this.reset();
      for (const wanted of wantedReplicas(governor)) this.set(wanted.labels, wanted.replicas);
    },
  });
  return registry;
}

/** What each control wanted last; while it holds, what the platform was last asked for. */
function* wantedReplicas(governor: ApiContext['governor']) {
  for (const service of governor.services.values())
    for (const { control, last } of service.controls) {
      const action = last?.decision.action;
      const wants = action?.kind === 'scale' || action?.kind === 'standby' ? action.to : null;
      const replicas = wants ?? service.status?.desired;
      if (!action || replicas === undefined) continue;
      const { mode } = governor.modeOf(service, control.id);
      yield { labels: { target: service.key, control: control.id, mode }, replicas };
    }
}
