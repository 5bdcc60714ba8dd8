import type { Action } from './action.ts';
import type { BreakerChange } from './breaker.ts';
import type { AnnouncedEvent, LoadTest, Shortage } from './capacity.ts';
import type { Mode } from './control.ts';
import type { Decision, Grade, GradeRecord } from './decision.ts';
import type { ExperimentTargets, Scenario, Verdict } from './experiment.ts';
import type { HistoryImport, Incident, IncidentChanges, IncidentSource } from './incident.ts';
import type { IssueLink } from './issue-link.ts';
import type { NotificationTry } from './notification.ts';
import type { Prevention } from './prevention.ts';
import type { PreventionReviewOutcome, PreventionReviewRef } from './prevention-review.ts';
import type { Recurrence } from './recurrence.ts';
import type { Report } from './report.ts';
import type { Review } from './review.ts';
import type { RootCause } from './root-cause.ts';
import type { ServiceRef } from './service.ts';
import type { Target } from './target.ts';
import type { TicketCount } from './ticket.ts';

/** What each kind of journal event carries. A kind, once written, keeps its meaning for good. */
export interface EventData {
  'governor.started': {
    readonly version: string;
    readonly fleet: string;
    /** Which one, the same after a restart. */
    readonly governor?: string;
    /** How often each kind of metric is read: another interval sees other incidents. */
    readonly intervalsMs?: Readonly<Record<string, number>>;
  };
  'governor.stopped': { readonly why: string; readonly governor?: string };
  'incident.opened': Incident;
  'incident.acknowledged': IncidentStep;
  'incident.mitigated': IncidentStep;
  'incident.resolved': IncidentStep;
  /** It was resolved too early, or its alert fires again. */
  'incident.reopened': {
    readonly incidentId: string;
    readonly why: string;
    readonly source?: IncidentSource;
    readonly atMs?: number;
  };
  'incident.corrected': {
    readonly incidentId: string;
    readonly changes: IncidentChanges;
    readonly why: string;
    readonly source?: IncidentSource;
    readonly atMs?: number;
  };
  'history.imported': HistoryImport;
  /** Each save is a whole review, prevention or root cause: `version` is one more than that of the save before. */
  'review.saved': { readonly review: Review };
  /** A severe incident should have a finished review by now; said once. */
  'review.overdue': { readonly incidentId: string; readonly dueAtMs: number };
  'root_cause.saved': { readonly rootCause: RootCause };
  'target.saved': { readonly target: Target };
  /** `reason` is asked for where a status is set against its rule. */
  'prevention.saved': { readonly prevention: Prevention; readonly reason?: string };
  /** A prevention and its issue say the same now. */
  'issue.synced': IssueLink;
  'recurrence.detected': { readonly recurrence: Recurrence };
  /** Somebody should look again at a prevention that did not stop what it is against. */
  'prevention.review_opened': PreventionReviewRef & { readonly why: string };
  'prevention.review_closed': PreventionReviewRef & {
    readonly outcome: PreventionReviewOutcome;
    readonly why: string;
  };
  'tickets.counted': TicketCount;
  /** A governor has taken it upon itself to tell a channel, until `untilMs`. */
  'notification.claimed': NotificationTry & { readonly untilMs: number };
  'notification.sent': NotificationTry;
  /** `retry`: another try can help. */
  'notification.failed': NotificationTry & { readonly why: string; readonly retry: boolean };
  /** A version of a service went live: reviews and canaries look for it. */
  'deploy.recorded': { readonly service: string; readonly version: string; readonly note?: string };
  /** A decision that passed the gate and was carried out; `action` is what was really done (after clamping). */
  'action.taken': { readonly decision: Decision; readonly action: Action; readonly why: string };
  /** A decision that was wanted and not carried out. */
  'action.held': { readonly decision: Decision; readonly because: HeldReason; readonly why: string };
  /** The platform refused or failed. */
  'action.failed': { readonly decision: Decision; readonly action: Action; readonly error: string };
  /** A restart has brought an instance back. Times are ms from the first failed probe, and from the order. */
  'instance.recovered': ServiceRef & InstanceRecovery;
  /** A guard told that one of its circuits has changed its state. */
  'breaker.changed': ServiceRef & BreakerChange;
  /** A control sees trouble ahead that it does not act on. */
  'service.warned': ServiceRef & { readonly control: string; readonly key: string; readonly says: string };
  'decision.graded': {
    readonly grade: Grade;
    readonly decision: Decision;
    /** The drill that it was an answer to; absent when it was to real readings. */
    readonly experimentId?: string;
  };
  'control.mode_changed': ServiceRef & {
    readonly control: string;
    readonly from: Mode;
    readonly to: Mode;
    readonly reason: string;
  };
  /** A control was asked what it would have done over recorded readings. */
  'control.replayed': ServiceRef & {
    readonly control: string;
    readonly sinceMs: number;
    readonly untilMs: number;
    readonly settings: Readonly<Record<string, number>>;
    readonly record: GradeRecord;
  };
  /** Null takes the push back: the config's own settings hold again. Kept as they were pushed. */
  'guard.settings_pushed': {
    readonly service: string;
    readonly settings: object | null;
    readonly reason: string;
  };
  /** The upper end of a forecast exceeds what a service can carry. */
  'capacity.shortage_ahead': ServiceRef & {
    /** The worst of the days ahead. */
    readonly shortage: Shortage;
    /** The first of them. */
    readonly firstMs?: number;
    readonly says: string;
  };
  /** Nothing of what was told of is expected any more. */
  'capacity.shortage_over': ServiceRef & { readonly says: string };
  /** Somebody measured what a service can carry. */
  'capacity.load_tested': ServiceRef & { readonly test: LoadTest };
  /** A launch, a sale, a campaign: a stretch of time that will not be (or was not) like others. */
  'capacity.event_announced': { readonly event: AnnouncedEvent };
  'capacity.event_withdrawn': { readonly id: string };
  /** Somebody looked for something that no entry of the knowledge base has. */
  'knowledge.missed': { readonly field: string; readonly query: string };
  'report.issued': { readonly report: Report };
  'freeze.set': { readonly reason: string };
  'freeze.lifted': { readonly reason: string };
  'experiment.started': {
    readonly experimentId: string;
    readonly scenario: Scenario;
    readonly targets: ExperimentTargets;
    readonly durationMs: number;
    /** `off`: the target's controls only watched, to see what happens without them. */
    readonly controls: 'on' | 'off';
  };
  'experiment.fault_injected': { readonly experimentId: string; readonly faultId: string };
  'experiment.fault_removed': {
    readonly experimentId: string;
    readonly faultId: string;
    readonly why: string;
  };
  'experiment.finished': { readonly experimentId: string; readonly verdict: Verdict };
  'token.created': {
    readonly tokenId: string;
    readonly role: Role;
    readonly sha256: string;
    readonly label: string;
  };
  'token.revoked': { readonly tokenId: string };
  /** How many outgoing calls the code of a service makes, and how many of them are guarded. */
  'guard.audited': {
    readonly service: string;
    readonly calls: number;
    readonly guarded: number;
    readonly files: number;
  };
  /** A remark a person leaves in the ledger. */
  'note.added': { readonly text: string };
}

/** The event's own time counts when `atMs` is absent: sources tell later what happened earlier. */
export interface IncidentStep {
  readonly incidentId: string;
  readonly why: string;
  readonly atMs?: number;
  /** A person's or the detection's own word when absent, else the outside source that told it. */
  readonly source?: IncidentSource;
}

export interface InstanceRecovery {
  readonly instance: string;
  readonly decisionId: string;
  /** From the first failed probe to the order to restart. */
  readonly detectMs: number;
  /** From the first failed probe to the first probe that the instance (or what took its place) passed. */
  readonly recoverMs: number;
}

export const roles = ['viewer', 'operator', 'admin'] as const;
export type Role = (typeof roles)[number];

export type EventKind = keyof EventData;

/** Why the acting gate, or the platform's own guard rail, kept a decision from being carried out; or that it is over. */
export const heldReasons = [
  'frozen',
  'mode-off',
  'dry-run',
  'not-in-share',
  'cooldown',
  'at-ceiling',
  'at-floor',
  'stale-readings',
  'unknown-replicas',
  'blast-radius',
  'unknown-instance',
  'unknown-gate',
  'platform',
  'already-there',
  /** Not of the gate: what was held back is not wanted any more. */
  'no-longer-wanted',
] as const;
export type HeldReason = (typeof heldReasons)[number];

export type NewEvent<Kind extends EventKind = EventKind> = {
  [K in Kind]: {
    readonly atMs: number;
    /** Who did it: `governor`, `control:predictive-scaling`, `token:ID`, `local`, `experiment:ID`. */
    readonly actor: string;
    /** What it is about: `service@region`, `incident:ID`, `experiment:ID`, `prevention:ID`, `review:ID`, `guard:SERVICE`, `fleet`. */
    readonly subject: string;
    readonly kind: K;
    readonly data: EventData[K];
  };
}[Kind];

/** An event as it stands in the journal: `hash` covers everything before it. */
export type JournalEvent<Kind extends EventKind = EventKind> = NewEvent<Kind> & {
  /** From 1, without gaps. */
  readonly seq: number;
  /** SHA-256, hex, over the previous hash and this event. */
  readonly hash: string;
};
