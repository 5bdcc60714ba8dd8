import {
  type Action,
  ActionLog,
  type AnyControl,
  type Decision,
  defaultGuardRails,
  free,
  type GuardRails,
  type JournalEvent,
  type NewEvent,
} from '@ounce/core';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { type Ledger, openLedger } from '../ledger/index.ts';
import type { Journal } from '../ports/index.ts';
import { VirtualClock } from '../simulator/virtual-clock.ts';
import type { Hands } from './act.ts';
import type { Wish } from './decide.ts';
import type { AdmissionSpec, MetricSpec } from './options.ts';
import { createService, type Service } from './service.ts';
import { UnderWay } from './under-way.ts';

export const startMs = 1_800_000_000_000;

/** A control that wants what it is told. */
export function obedientControl(changed: Partial<AnyControl> = {}): AnyControl {
  return {
    id: 'obedient',
    incidentType: 'queue_backlog',
    title: 'Obedient',
    says: 'Wants what it is told.',
    needs: ['queueDepth'],
    settings: {},
    initialState: () => 0,
    decide: (view, state: number) => ({
      state: state + 1,
      decisions: [decisionOf(view, { kind: 'hold' }, view.nowMs)],
    }),
    grade: ({ id }, { nowMs }) => ({ decisionId: id, atMs: nowMs, outcome: 'true_positive', why: 'told so' }),
    ...changed,
  };
}

export function decisionOf(ref: { service: string; region: string }, action: Action, atMs: number): Decision {
  return {
    id: `obedient/${ref.service}@${ref.region}/${atMs}`,
    control: 'obedient',
    service: ref.service,
    region: ref.region,
    atMs,
    action,
    why: 'It was told so.',
    evidence: {},
    gradeAtMs: atMs + 60_000,
  };
}

const depth: MetricSpec = { signal: 'queueDepth', query: 'depth', source: 'here', intervalMs: 10_000 };

export function serviceOf(
  changed: {
    service?: string;
    control?: AnyControl;
    metrics?: MetricSpec[];
    rails?: Partial<GuardRails>;
    admission?: AdmissionSpec;
  } = {},
): Service {
  const { service = 'consumer', control = obedientControl(), metrics = [depth], rails, admission } = changed;
  return createService({
    service,
    region: 'local',
    metrics,
    detections: [],
    onPlatform: true,
    ...(admission ? { admission } : {}),
    controls: [
      { control, mode: 'enforced', gradualShare: 1, settings: {}, rails: { ...defaultGuardRails, ...rails } },
    ],
  });
}

/** Reads a depth and hears the platform, now. */
export function refresh(service: Service, nowMs: number, desired = 4): void {
  service.series[0]!.push(nowMs, 10, nowMs);
  service.status = { atMs: nowMs, desired, instances: [] };
}

export function wishOf(service: Service, action: Action, atMs: number): Wish {
  return { service, running: service.controls[0]!, decision: decisionOf(service.ref, action, atMs) };
}

export interface World {
  readonly clock: VirtualClock;
  readonly ledger: Ledger;
  readonly hands: Hands;
  readonly orders: { readonly service: string; readonly to: number }[];
  readonly troubles: string[];
  events(): Promise<JournalEvent[]>;
}

/** `before`: called for each append, before it is written; it may wait or throw. */
export async function worldOf(
  changed: Partial<Hands> & {
    before?: (events: readonly NewEvent[], clock: VirtualClock) => Promise<void>;
  } = {},
): Promise<World> {
  const { before, ...hands } = changed;
  const clock = new VirtualClock(startMs);
  const memory = createMemoryJournal();
  const journal: Journal = {
    ...memory,
    async append(events, options) {
      await before?.(events, clock);
      return memory.append(events, options);
    },
  };
  const ledger = await openLedger({ journal, readModelPath: ':memory:', clock });
  const orders: World['orders'] = [];
  const troubles: string[] = [];
  return {
    clock,
    ledger,
    orders,
    troubles,
    hands: {
      clock,
      ledger,
      platform: {
        restart: async () => {},
        scale: async ({ service }, to) => void orders.push({ service, to }),
      },
      actionLog: new ActionLog(),
      underWay: new UnderWay(),
      freeze: () => free,
      modeOf: () => ({ mode: 'enforced' }),
      servicesInFleet: 1,
      ordered: () => {},
      trouble: (says) => void troubles.push(says),
      ...hands,
    },
    async events() {
      const all: JournalEvent[] = [];
      for await (const event of memory.read(0)) all.push(event);
      return all;
    },
  };
}
