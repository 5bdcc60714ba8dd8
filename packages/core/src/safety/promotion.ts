import type { Mode } from '../model/control.ts';
import { modes } from '../model/control.ts';
import type { GradeRecord } from '../model/decision.ts';

/** What a control must have shown before it may do more. */
export interface PromotionBounds {
  readonly days: number;
  /** Largest share of its wishes that were not needed. */
  readonly falsePositiveShare: number;
  /** Below so many graded wishes a share says nothing. */
  readonly gradedWishes: number;
}

/** The document asks for a dry run of two weeks; a wish in five that was not needed costs replicas, not customers. */
export const defaultPromotionBounds: PromotionBounds = { days: 14, falsePositiveShare: 0.2, gradedWishes: 5 };

export interface PromotionVerdict {
  readonly from: Mode;
  /** The mode that comes next; absent when there is none. */
  readonly to?: Mode;
  readonly allowed: boolean;
  /** One sentence each: what holds, and what is missing. */
  readonly says: readonly string[];
}

/** Share of the wishes that were not needed, 0 to 1; undefined before any was graded. */
export function falsePositiveShare({ truePositives, falsePositives }: GradeRecord): number | undefined {
  const wishes = truePositives + falsePositives;
  return wishes === 0 ? undefined : falsePositives / wishes;
}

/** Share of the needs that the control saw, 0 to 1; undefined when there was none. */
export function recall({ truePositives, falseNegatives }: GradeRecord): number | undefined {
  const needs = truePositives + falseNegatives;
  return needs === 0 ? undefined : truePositives / needs;
}

/** Whether a control may go one mode up. To decide and record (`dry-run`) is always allowed; to act asks for a record. */
export function promotion(
  from: Mode,
  record: GradeRecord,
  bounds = defaultPromotionBounds,
): PromotionVerdict {
  const to = modes[modes.indexOf(from) + 1];
  if (to === undefined) return { from, allowed: false, says: ['It acts on all its targets already.'] };
  if (to === 'dry-run') return { from, to, allowed: true, says: ['A dry run touches nothing.'] };
  const checks = [enoughDays(record, bounds), fewFalsePositives(record, bounds)];
  return { from, to, allowed: checks.every(({ holds }) => holds), says: checks.map(({ says }) => says) };
}

/** The mode a control falls back to when too many of its wishes are not needed; undefined while it may go on. */
export function stepBack(mode: Mode, record: GradeRecord, bounds = defaultPromotionBounds): Mode | undefined {
  if (mode !== 'gradual' && mode !== 'enforced') return undefined;
  const share = falsePositiveShare(record);
  const wishes = record.truePositives + record.falsePositives;
  return share !== undefined && wishes >= bounds.gradedWishes && share > bounds.falsePositiveShare
    ? 'dry-run'
    : undefined;
}

interface Check {
  readonly holds: boolean;
  readonly says: string;
}

function enoughDays({ days }: GradeRecord, bounds: PromotionBounds): Check {
  const holds = days >= bounds.days;
  const had = `${round(days)} days of readings`;
  return { holds, says: holds ? `It has ${had}.` : `It has ${had} and needs ${bounds.days}.` };
}

function fewFalsePositives(record: GradeRecord, bounds: PromotionBounds): Check {
  const { truePositives, falsePositives } = record;
  const wishes = truePositives + falsePositives;
  if (wishes < bounds.gradedWishes)
    return {
      holds: false,
      says: `Only ${wishes} of its wishes could be graded; ${bounds.gradedWishes} are needed to judge it.`,
    };
  const percent = (share: number) => `${round(100 * share)} %`;
  const share = falsePositives / wishes;
  const figures = `${falsePositives} of its ${wishes} wishes (${percent(share)}) were not needed`;
  const bound = `the bound is ${percent(bounds.falsePositiveShare)}`;
  return { holds: share <= bounds.falsePositiveShare, says: `${figures}; ${bound}.` };
}

const round = (value: number) => Math.round(value * 10) / 10;
