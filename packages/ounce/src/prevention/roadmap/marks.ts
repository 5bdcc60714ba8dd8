import { endOfTargetMs, type Prevention } from '@ounce/core';
import type { PreventionChange, PreventionRecord } from '../../ledger/index.ts';

/** How far a prevention is with its time and its steps. */
export type RoadmapMark =
  | { readonly kind: 'done' }
  | { readonly kind: 'overdue'; readonly says: string }
  | { readonly kind: 'at_risk'; readonly says: string }
  | { readonly kind: 'on_track' }
  /** Nothing can be said: it has no target date, or was given up. */
  | { readonly kind: 'open_ended' };

export interface RoadmapRow {
  readonly prevention: PreventionRecord;
  readonly quarter: string;
  readonly mark: RoadmapMark;
  /** How its target was moved, oldest first. */
  readonly slips: readonly PreventionChange[];
}

/** By how much the share of steps done may lag the share of time gone before a prevention counts as at risk. */
const allowedLag = 0.2;
const dayMs = 86_400_000;

/**
 * Overdue: its target has passed and it is not complete. At risk: the share of its steps that is done lags the share of its time
 * that is gone by more than 20 points; its time runs from when work began, or when it was written down, to its target.
 */
export function markOf(prevention: PreventionRecord, nowMs: number): RoadmapMark {
  const { status, target } = prevention;
  // One that did not help was done all the same.
  if (status === 'complete' || status === 'verified' || status === 'ineffective') return { kind: 'done' };
  const endMs = target === undefined ? undefined : endOfTargetMs(target);
  if (status === 'retired' || endMs === undefined) return { kind: 'open_ended' };
  if (nowMs >= endMs) {
    const days = Math.floor((nowMs - endMs) / dayMs) + 1;
    return { kind: 'overdue', says: `Overdue ${days === 1 ? 'since yesterday' : `for ${days} days`}.` };
  }
  const beganMs = prevention.startedAtMs ?? prevention.createdAtMs;
  const gone = Math.min(1, Math.max(0, (nowMs - beganMs) / Math.max(1, endMs - beganMs)));
  const { done, all } = stepsOf(prevention);
  const share = all === 0 ? 0 : done / all;
  if (gone - share <= allowedLag) return { kind: 'on_track' };
  const steps = all === 0 ? 'It has no steps' : `${done} of ${all} steps are done`;
  return { kind: 'at_risk', says: `${steps}, and ${Math.round(100 * gone)} % of the time is gone.` };
}

export function stepsOf({ checklist }: Pick<Prevention, 'checklist'>): { done: number; all: number } {
  return { done: checklist.filter(({ done }) => done).length, all: checklist.length };
}
