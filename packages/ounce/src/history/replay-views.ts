import {
  type Action,
  type AnyControl,
  type Decision,
  type GradeOutcome,
  type GradeRecord,
  keptEvidence,
  type ProvisionedMoment,
  type ProvisioningCost,
  provisioningCost,
  type ServiceView,
} from '@ounce/core';

/** Wishes that follow one another without a pause of this long are one: a wish is repeated until it is carried out. */
const episodeGapMs = 5 * 60_000;
const hourMs = 3_600_000;
const weekHours = 168;

/** One time at which the control wanted something. */
interface Episode {
  readonly atMs: number;
  readonly untilMs: number;
  /** The furthest of its wishes. */
  readonly action: Action;
  readonly why: string;
  /** Right when one of its wishes was. */
  readonly outcome: GradeOutcome;
}

export interface ReplayReport {
  readonly record: GradeRecord;
  readonly decisions: number;
  readonly trueNegatives: number;
  readonly notGradable: number;
  readonly episodes: readonly Episode[];
  /** Episodes that were not needed, by the week of readings. */
  readonly falsePositivesPerWeek: number;
  /** Of a control that scales, where arrivals were recorded: replica-hours too many and too few, as it was and as it wished. */
  readonly provisioning?: { readonly had: ProvisioningCost; readonly wished: ProvisioningCost };
}

/**
 * What a control would have decided on these views, oldest first, and how it would have been graded. Nothing acts: the readings
 * show what was, so each wish is graded on its own. False negatives are counted by the hour: a need that is missed is missed at
 * every reading.
 */
export function replayViews(
  control: AnyControl,
  settings: Readonly<Record<string, number>>,
  views: Iterable<ServiceView>,
): ReplayReport {
  let state = control.initialState(settings);
  let waiting: Decision[] = [];
  const hours = new Set<number>();
  const missedHours = new Set<number>();
  const counts: Record<GradeOutcome, number> = {
    ...{ true_positive: 0, false_positive: 0, true_negative: 0, false_negative: 0, not_gradable: 0 },
  };
  const episodes: Episode[] = [];
  let decisions = 0;
  const bill = new Bill();
  const grade = (decision: Decision, view: ServiceView) => {
    const { outcome } = control.grade(decision, view);
    counts[outcome]++;
    const { kind } = decision.action;
    if (kind !== 'hold') addToEpisodes(episodes, decision, outcome);
    if ((kind === 'hold' || kind === 'standby') && outcome === 'false_negative')
      missedHours.add(Math.floor(decision.atMs / hourMs));
  };
  for (const view of views) {
    if (waiting[0] && waiting[0].gradeAtMs <= view.nowMs) {
      for (const decision of waiting) if (decision.gradeAtMs <= view.nowMs) grade(decision, view);
      waiting = waiting.filter(({ gradeAtMs }) => gradeAtMs > view.nowMs);
    }
    const decided = control.decide(view, state, settings);
    state = decided.state;
    decisions += decided.decisions.length;
    waiting.push(...decided.decisions);
    if (view.replicas) hours.add(Math.floor(view.nowMs / hourMs));
    bill.add(view, decided.decisions);
  }
  const provisioning = bill.total(settings);
  const of = (outcome: GradeOutcome) => episodes.filter((episode) => episode.outcome === outcome).length;
  return {
    record: {
      days: hours.size / 24,
      truePositives: of('true_positive'),
      falsePositives: of('false_positive'),
      falseNegatives: missedHours.size,
    },
    decisions,
    trueNegatives: counts.true_negative,
    notGradable: counts.not_gradable,
    episodes,
    falsePositivesPerWeek: hours.size === 0 ? 0 : of('false_positive') / (hours.size / weekHours),
    ...(provisioning ? { provisioning } : {}),
  };
}

function addToEpisodes(episodes: Episode[], { atMs, action, why }: Decision, outcome: GradeOutcome): void {
  const last = episodes.at(-1);
  const goesOn = last && atMs - last.untilMs <= episodeGapMs && last.action.kind === action.kind;
  if (!goesOn || isScaleOut(action) !== isScaleOut(last.action) || isOtherFloor(action, last.action))
    return void episodes.push({ atMs, untilMs: atMs, action, why, outcome });
  const further = reach(action) > reach(last.action);
  episodes[episodes.length - 1] = {
    ...last,
    untilMs: atMs,
    ...(further ? { action, why } : {}),
    outcome: better(last.outcome, outcome),
  };
}

/** To keep as many as before is the same wish; to keep another number is one of its own. */
const isOtherFloor = (a: Action, b: Action) => a.kind === 'standby' && b.kind === 'standby' && a.to !== b.to;
const isScaleOut = (action: Action) => action.kind === 'scale' && action.to > action.from;
const reach = (action: Action) => (action.kind === 'scale' ? Math.abs(action.to - action.from) : 0);

const rank: Readonly<Record<GradeOutcome, number>> = {
  not_gradable: 0,
  false_positive: 1,
  false_negative: 1,
  true_negative: 1,
  true_positive: 2,
};
const better = (a: GradeOutcome, b: GradeOutcome) => (rank[b] > rank[a] ? b : a);

/** What the replicas there were, and those that were wished for, cost against the load that came. */
class Bill {
  readonly #had: ProvisionedMoment[] = [];
  readonly #wished: ProvisionedMoment[] = [];
  #perReplica: number | undefined;

  add({ nowMs, signals, replicas }: ServiceView, [decision]: readonly Decision[]): void {
    const window = signals.arrivalRate?.window;
    const arrivals = window?.values[window.values.length - 1];
    if (!decision || !replicas || arrivals === undefined || decision.action.kind === 'restart') return;
    const { action } = decision;
    const figures = keptEvidence(decision.evidence)?.figures as
      | { perReplicaRate?: number }
      | null
      | undefined;
    this.#perReplica = figures?.perReplicaRate ?? this.#perReplica;
    this.#had.push({ atMs: nowMs, arrivals, ordered: replicas.desired });
    const asked = action.kind === 'scale' || action.kind === 'standby' ? (action.to ?? 0) : replicas.desired;
    const ordered = action.kind === 'standby' ? Math.max(asked, replicas.desired) : asked;
    this.#wished.push({ atMs: nowMs, arrivals, ordered });
  }

  total(settings: Readonly<Record<string, number>>): ReplayReport['provisioning'] {
    const { targetUtilisation: targetUse, startupMs = 0 } = settings;
    if (this.#perReplica === undefined || targetUse === undefined) return undefined;
    const against = { perReplica: this.#perReplica, targetUse, startupMs, floor: 1 };
    return {
      had: provisioningCost(this.#had, against),
      wished: provisioningCost(this.#wished, against),
    };
  }
}
