/** What effectiveness answers with: plain data, fit for JSON. Null for a figure that does not exist; never zero for it. */
import type { Disagreement, DurationAnswer, Target, TimeMetric, TimesDisagreement } from '@ounce/core';

export interface RateView {
  readonly count: number;
  /** Observed days. */
  readonly days: number;
  /** Per 30.4375 observed days, with the exact 95 % interval; null where nothing was observed. */
  readonly perMonth: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

/** `high` null: no upper limit. */
export interface RatioView {
  readonly estimate: number | null;
  readonly low: number;
  readonly high: number | null;
}

export interface MedianView {
  readonly count: number;
  readonly stillOpen: number;
  /** Minutes. */
  readonly median: number | null;
  readonly low: number | null;
  readonly high: number | null;
}

export interface DurationsView {
  readonly before: MedianView;
  readonly after: MedianView;
  /** Hodges–Lehmann, after − before, in minutes; a null estimate or limit is hidden by open incidents. */
  readonly shift: {
    readonly estimate: number | null;
    readonly low: number | null;
    readonly high: number | null;
  } | null;
  readonly answer: DurationAnswer;
  readonly why: string;
}

type EffectKind = 'improved' | 'disagreement' | 'worse' | 'not-yet-known' | 'no-comparison';

/** Whether the times that a prevention was to shorten got shorter, by the same rule as for rates. */
interface TimesView {
  readonly metric: TimeMetric;
  readonly kind: Exclude<EffectKind, 'no-comparison'>;
  /** One sentence. */
  readonly headline: string;
  readonly about: readonly TimesDisagreement[];
}

/** Before and after, as far as it can be told. */
export interface EffectView {
  readonly kind: EffectKind;
  /** One sentence; never a percentage without its interval. */
  readonly headline: string;
  readonly about: readonly Disagreement[];
  readonly notes: readonly string[];
  /** The time before ends at `beforeEndMs`, the time after begins at `afterStartMs`. */
  readonly split: {
    readonly beforeEndMs: number;
    readonly afterStartMs: number;
    readonly says: string;
    readonly preventionId?: string;
  } | null;
  /** The whole observed time, where nothing divides it. */
  readonly rate: RateView;
  readonly before: RateView | null;
  readonly after: RateView | null;
  /** Rate after ÷ before, mid-p, widened for overdispersion; for one look. */
  readonly ratio: RatioView | null;
  /** The interval that holds at every look. */
  readonly anytime: RatioView | null;
  /** How many incidents count as one, because they come in bursts. */
  readonly dispersion: number | null;
  readonly improvementProbability: number | null;
  readonly incidentFreeDays: number | null;
  /** Minutes a month; simultaneous incidents are one downtime. */
  readonly downtime: { readonly before: number | null; readonly after: number | null } | null;
  readonly severe: { readonly before: RateView; readonly after: RateView } | null;
  readonly toResolve: DurationsView | null;
  readonly toDetect: DurationsView | null;
  /** Null where no prevention is asked about whose expected impact is a time, and where nothing can be compared. */
  readonly times: TimesView | null;
}

export interface ExposureView {
  readonly sinceMs: number | null;
  readonly untilMs: number;
  readonly watchedDays: number;
  readonly unwatchedDays: number;
  /** What the watched time rests on, a sentence each. */
  readonly basis: readonly string[];
  /** Incidents outside the watched time, which are not counted. */
  readonly outside: number;
}

export interface MonthView {
  /** `2026-01`, UTC. */
  readonly month: string;
  readonly count: number;
  /** Of severity 1 or 2. */
  readonly severe: number;
  readonly watchedDays: number;
}

export interface TypeView extends EffectView {
  readonly type: string;
  readonly months: readonly MonthView[];
  readonly exposure: ExposureView;
  /** How many preventions protect against it by now. */
  readonly preventions: number;
  readonly targetPerMonth: number | null;
  readonly targetMinutesToRecover: number | null;
  /** What somebody claims, to be held against what was measured. */
  readonly claimed: NonNullable<Target['claimed']> | null;
}

interface BudgetView {
  readonly availability: number | null;
  readonly target: number;
  readonly allowedMinutes: number;
  readonly spentMinutes: number;
  readonly spentShare: number | null;
  readonly met: boolean | null;
}

export interface CreditsView {
  readonly currency: string;
  readonly beforePerMonth: number | null;
  readonly afterPerMonth: number | null;
  readonly unknownMonths: number;
}

export interface ServiceView {
  readonly service: string;
  readonly rate: RateView;
  /** Incidents without an end: their downtime goes on until somebody says otherwise. */
  readonly stillOpen: number;
  /** Share of the observed time without downtime. */
  readonly availability: number | null;
  readonly availabilityBefore: number | null;
  readonly availabilityAfter: number | null;
  readonly splitMs: number | null;
  /** Of the last 30 days, where the config names a target. */
  readonly budget: BudgetView | null;
  readonly credits: CreditsView | null;
}

export interface TicketsView {
  readonly before: RateView;
  readonly after: RateView;
  readonly ratio: RatioView | null;
  readonly says: string;
}

export interface OverviewView {
  readonly asOfMs: number;
  readonly exposure: ExposureView;
  /** Incidents of this severity and worse count as downtime of a service. */
  readonly downtimeFromSeverity: number;
  readonly types: readonly TypeView[];
  readonly services: readonly ServiceView[];
  readonly tickets: TicketsView | null;
  /** What is aimed at for all customers together. */
  readonly customers: Pick<
    Target,
    'availability' | 'creditsDownPercent' | 'ticketsDownPercent' | 'claimed'
  > | null;
}

export interface StrengthView {
  readonly scenario: string;
  readonly passed: number;
  readonly runs: number;
  /** Reliability that this supports at least, 95 % one-sided. */
  readonly atLeast: number;
  readonly says: string;
}

export interface PreventionEffectView extends EffectView {
  readonly id: string;
  readonly title: string;
  readonly status: string;
  readonly incidentTypes: readonly string[];
  readonly exposure: ExposureView;
}

export interface PreventionDetailView extends PreventionEffectView {
  readonly asOfMs: number;
  /** What was expected beside what was measured; absent where nothing was expected. */
  readonly expected?: string;
  /** Each service with its own roll-out as the split. */
  readonly services: readonly (EffectView & { readonly service: string })[];
  readonly credit: readonly CreditView[];
  readonly rollouts: readonly RolloutEffectView[];
  readonly strength: StrengthView | null;
}

export interface CreditView {
  readonly id: string;
  readonly title: string;
  readonly type: string;
  /** Incidents that did not happen; an equal share where others were active too. No interval exists. */
  readonly avoided: number;
  readonly sharedWith: readonly string[];
  readonly aloneShare: number;
}

export interface RolloutEffectView {
  readonly id: string;
  readonly answer: 'estimated' | 'not-separable' | 'no-incidents-since' | 'no-estimate';
  readonly ratio: RatioView | null;
}
