import type {
  Action,
  BreakerChange,
  Decision,
  EventData,
  ExperimentTargets,
  GradeOutcome,
  HeldReason,
  Incident,
  IncidentType,
  Mode,
  Role,
  Scenario,
  ServiceRef,
  Severity,
  Verdict,
  VerdictKind,
} from '@ounce/core';
import type { JournalHead } from '../ports/index.ts';
import type { CapacityQueries } from './capacity-records.ts';
import type { EffectQueries } from './effect-records.ts';
import type { IncidentQueries } from './incident-records.ts';
import type { KnowledgeQueries } from './knowledge-records.ts';
import type { PreventionQueries } from './prevention-records.ts';
import type { ReportQueries } from './report-records.ts';

/** One page of a list, newest first. `next` is the cursor of the page after it; absent on the last one. */
export interface Page<Item> {
  readonly items: readonly Item[];
  readonly next?: string;
}

export interface Paging {
  /** From 1 to 1,000; 100 when absent. */
  readonly limit?: number;
  /** The `next` of the page before. */
  readonly cursor?: string;
}

export interface IncidentRecord extends Incident {
  /** The event that opened it. */
  readonly seq: number;
  readonly mitigatedWhy?: string;
  readonly resolvedWhy?: string;
}

export interface IncidentFilter extends Paging {
  readonly type?: IncidentType;
  readonly service?: string;
  readonly region?: string;
  readonly severity?: Severity;
  /** Both real ones and drills when absent. */
  readonly drill?: boolean;
  readonly state?: 'open' | 'resolved';
  /** Bounds on `startedAtMs`: since ≤ started < until. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export type ActionOutcome = 'taken' | 'held' | 'failed';

export interface ActionRecord extends ServiceRef {
  readonly seq: number;
  readonly atMs: number;
  readonly outcome: ActionOutcome;
  readonly control: string;
  /** What was done; for a held one, what was wanted. */
  readonly action: Action;
  /** One sentence: why it was done, held back, or how it failed. */
  readonly why: string;
  readonly because?: HeldReason;
  readonly decision: Decision;
  /** Absent until the decision has been graded. */
  readonly grade?: { readonly outcome: GradeOutcome; readonly atMs: number; readonly why: string };
}

export interface ActionFilter extends Paging {
  readonly service?: string;
  readonly region?: string;
  readonly control?: string;
  readonly outcome?: ActionOutcome;
  /** Bounds on `atMs`: since ≤ at < until. */
  readonly sinceMs?: number;
  readonly untilMs?: number;
}

export interface FaultRecord {
  readonly faultId: string;
  readonly injectedAtMs: number;
  readonly removedAtMs?: number;
  readonly removedWhy?: string;
}

export interface ExperimentRecord {
  readonly id: string;
  readonly seq: number;
  readonly actor: string;
  readonly scenario: Scenario;
  readonly targets: ExperimentTargets;
  readonly durationMs: number;
  readonly controls: 'on' | 'off';
  readonly startedAtMs: number;
  /** Both absent while it runs. */
  readonly finishedAtMs?: number;
  readonly verdict?: Verdict;
  readonly faults: readonly FaultRecord[];
}

export interface ExperimentFilter extends Paging {
  readonly scenario?: string;
  /** The service that is judged. */
  readonly service?: string;
  readonly verdict?: VerdictKind;
  /** Only those that run now. */
  readonly running?: boolean;
}

export interface ModeRecord extends ServiceRef {
  readonly control: string;
  readonly mode: Mode;
  readonly reason: string;
  readonly actor: string;
  readonly sinceMs: number;
}

export type FreezeState =
  | { readonly kind: 'free' }
  | { readonly kind: 'frozen'; readonly reason: string; readonly actor: string; readonly sinceMs: number };

export interface TokenRecord {
  readonly id: string;
  readonly role: Role;
  readonly sha256: string;
  readonly label: string;
  readonly createdAtMs: number;
  readonly revokedAtMs?: number;
}

export interface NoteRecord {
  readonly seq: number;
  readonly atMs: number;
  readonly actor: string;
  readonly subject: string;
  readonly text: string;
}

/** The latest audit of a service's outgoing calls. */
export interface GuardCoverageRecord {
  readonly service: string;
  readonly calls: number;
  readonly guarded: number;
  readonly files: number;
  readonly actor: string;
  readonly auditedAtMs: number;
}

/** One change of one circuit's state. */
export interface BreakerChangeRecord extends ServiceRef, BreakerChange {
  readonly seq: number;
  readonly atMs: number;
}

/** One restart that a control has ordered. The times are from the first failed probe; absent until the instance was up again. */
export interface RestartRecord extends ServiceRef {
  readonly seq: number;
  readonly atMs: number;
  readonly decisionId: string;
  readonly instance: string;
  readonly control: string;
  readonly why: string;
  readonly detectMs?: number;
  readonly recoverMs?: number;
}

/** Trouble ahead that a control sees and does not act on. */
export interface WarningRecord {
  readonly seq: number;
  readonly atMs: number;
  /** `control:ID`. */
  readonly actor: string;
  readonly service: string;
  readonly says: string;
}

export interface OfService extends Paging {
  readonly service?: string;
  readonly region?: string;
}

/** What a control did for one service on one day (UTC), from journal events alone. */
export interface ControlDay extends ServiceRef {
  readonly control: string;
  /** Midnight UTC. */
  readonly dayMs: number;
  readonly taken: number;
  readonly held: number;
  readonly failed: number;
  readonly truePositives: number;
  readonly falsePositives: number;
  readonly trueNegatives: number;
  readonly falseNegatives: number;
  readonly notGradable: number;
}

export interface ControlDayFilter {
  readonly control?: string;
  readonly service?: string;
  readonly region?: string;
  readonly sinceMs?: number;
}

export type ReplayRecord = EventData['control.replayed'] & { readonly atMs: number };

export interface Counts {
  /** Real incidents only. */
  readonly incidents: {
    readonly open: number;
    readonly total: number;
    readonly byType: Readonly<Record<string, number>>;
  };
  readonly drills: { readonly open: number; readonly total: number };
  readonly actions: Readonly<Record<ActionOutcome, number>>;
  readonly experiments: { readonly running: number } & Readonly<Record<VerdictKind, number>>;
}

/** All are synchronous. A wrong cursor or limit throws a RangeError. */
export interface GuardSettingsRecord {
  readonly service: string;
  readonly settings: object;
  readonly reason: string;
  readonly actor: string;
  readonly atMs: number;
}

export interface LedgerQueries
  extends CapacityQueries,
    EffectQueries,
    PreventionQueries,
    IncidentQueries,
    KnowledgeQueries,
    ReportQueries {
  /** The newest event that the tables have seen. */
  head(): JournalHead;
  /** Real ones and drills (look at `drill`), newest first. */
  openIncidents(of?: Partial<ServiceRef> & { type?: IncidentType }): readonly IncidentRecord[];
  /** By `startedAtMs`, newest first. */
  incidents(filter?: IncidentFilter): Page<IncidentRecord>;
  incident(id: string): IncidentRecord | undefined;
  /** By `seq`, newest first. */
  actions(filter?: ActionFilter): Page<ActionRecord>;
  /** By `seq`, newest first. */
  experiments(filter?: ExperimentFilter): Page<ExperimentRecord>;
  experiment(id: string): ExperimentRecord | undefined;
  /** Only what has been changed by an event; the config's mode holds for the rest. */
  modes(): readonly ModeRecord[];
  mode(control: string, of: ServiceRef): ModeRecord | undefined;
  freeze(): FreezeState;
  /** What was pushed to the guard of a service; undefined while the config's settings hold. */
  guardSettings(service: string): GuardSettingsRecord | undefined;
  /** Revoked ones too. */
  tokens(): readonly TokenRecord[];
  /** The token with this hash that is not revoked. */
  tokenByHash(sha256: string): TokenRecord | undefined;
  /** About one subject, or all; newest first. */
  notes(filter?: Paging & { subject?: string }): Page<NoteRecord>;
  /** The newest replay of a control for a service. */
  replayOf(control: string, of: ServiceRef): ReplayRecord | undefined;
  controlDays(filter?: ControlDayFilter): readonly ControlDay[];
  /** By service. */
  guardCoverage(): readonly GuardCoverageRecord[];
  /** By `seq`, newest first. */
  breakerChanges(filter?: OfService): Page<BreakerChangeRecord>;
  /** By `seq`, newest first. */
  restarts(filter?: OfService): Page<RestartRecord>;
  /** Newest first. */
  warnings(limit: number): readonly WarningRecord[];
  counts(): Counts;
}
