import type { Incident, NewEvent, Prevention, Severity } from '@ounce/core';
import { createMemoryJournal } from '../../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../../ledger/index.ts';
import type { Clock } from '../../ports/index.ts';
import { Effectiveness, type EffectSettings } from './effectiveness.ts';

export const dayMs = 86_400_000;
const startMs = Date.UTC(2025, 0, 1);
export const onDay = (day: number) => startMs + day * dayMs;

/** Stands still at a day of the history. */
function clockAt(day: number): Clock & { day: number } {
  return {
    day,
    nowMs() {
      return onDay(this.day);
    },
    monotonicMs() {
      return onDay(this.day);
    },
    async sleep() {},
  };
}

export interface TestIncident {
  readonly day: number;
  readonly minutes?: number;
  readonly severity?: Severity;
  readonly service?: string;
  readonly type?: string;
  readonly drill?: boolean;
  readonly source?: Incident['source'];
  /** Minutes until it was noticed. */
  readonly seenAfter?: number;
}

export function incidentEvent(id: string, test: TestIncident): NewEvent {
  const { day, minutes = 30, severity = 3, service = 'shop', type = 'queue_backlog', drill = false } = test;
  const startedAtMs = onDay(day);
  const data: Incident = {
    ...{ id, type, service, region: 'local', severity, drill, summary: 'It broke.', startedAtMs },
    ...{
      detectedAtMs: startedAtMs + (test.seenAfter ?? 1) * 60_000,
      resolvedAtMs: startedAtMs + minutes * 60_000,
    },
    ...(test.source ? { source: test.source } : {}),
  };
  return { atMs: startedAtMs, actor: 'governor', subject: `incident:${id}`, kind: 'incident.opened', data };
}

export function preventionEvent(id: string, day: number, more: Partial<Prevention> = {}): NewEvent {
  const prevention: Prevention = {
    ...{ id, version: 1, title: `The prevention ${id}`, incidentTypes: ['queue_backlog'], rootCauses: [] },
    ...{ kind: 'architecture', oldApproach: '', newApproach: [], owner: 'sre', priority: 'P1' },
    ...{ status: 'complete', checklist: [], services: [], rollouts: [], completedAtMs: onDay(day) },
    ...more,
  };
  return {
    atMs: onDay(day),
    actor: 'local',
    subject: `prevention:${id}`,
    kind: 'prevention.saved',
    data: { prevention },
  };
}

export function governorEvent(day: number, kind: 'started' | 'stopped', governor = 'a'): NewEvent {
  const common = { atMs: onDay(day), actor: 'governor', subject: 'fleet' };
  return kind === 'started'
    ? { ...common, kind: 'governor.started', data: { version: '1', fleet: 'shop', governor } }
    : { ...common, kind: 'governor.stopped', data: { why: 'asked to stop', governor } };
}

/** An incident every so many days. */
export function every(
  days: number,
  from: number,
  to: number,
  more: Partial<TestIncident> = {},
): TestIncident[] {
  const found: TestIncident[] = [];
  for (let day = from; day < to; day += days) found.push({ ...more, day });
  return found;
}

const settings: EffectSettings = {
  services: {},
  downtimeFromSeverity: 2,
  targetPerMonth: { queue_backlog: 0.5 },
};

export interface History {
  readonly ledger: Ledger;
  readonly clock: ReturnType<typeof clockAt>;
  readonly effectiveness: Effectiveness;
  add(...events: readonly NewEvent[]): Promise<void>;
  close(): Promise<void>;
}

/** A ledger with these incidents and events, looked at on a day. */
export async function historyOf(
  incidents: readonly TestIncident[],
  events: readonly NewEvent[],
  day: number,
  wanted: Partial<EffectSettings> = {},
): Promise<History> {
  const clock = clockAt(day);
  const ledger = await openLedger({ journal: createMemoryJournal(), readModelPath: ':memory:', clock });
  await ledger.append([...events, ...incidents.map((each, i) => incidentEvent(`INC-${i}`, each))]);
  const effectiveness = new Effectiveness({ ledger, clock, settings: { ...settings, ...wanted } });
  return {
    ...{ ledger, clock, effectiveness },
    add: async (...more) => {
      await ledger.append(more);
    },
    async close() {
      effectiveness.close();
      await ledger.close();
    },
  };
}
