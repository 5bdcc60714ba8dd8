import type { Action } from '@ounce/core';

/** What a wish is about: a control may have several at once. */
export function aboutOf(action: Action): string {
  return action.kind === 'restart' ? `restart ${action.instance}` : action.kind;
}

/** A limit or a floor that is wanted by less than this share more or less is the same wish: load is never still. */
const materialShare = 0.5;

/** Whether an action is to stand, and so is wanted at every reading until it does; in a dry run that is for ever. */
export function isStanding({ kind }: Action): boolean {
  return kind === 'admit' || kind === 'standby';
}

/** Whether something else is wanted than before of the same thing (`aboutOf`). */
export function isOther(before: Action, now: Action): boolean {
  if (now.kind === 'restart') return before.kind !== 'restart' || before.startedAtMs !== now.startedAtMs;
  if (isStanding(now)) return differs(sizeOf(before), sizeOf(now));
  return sizeOf(before) !== sizeOf(now);
}

function sizeOf(action: Action): number | null {
  switch (action.kind) {
    case 'admit':
      return action.to?.perSecond ?? null;
    case 'scale':
    case 'standby':
      return action.to;
    default:
      return null;
  }
}

function differs(before: number | null, now: number | null): boolean {
  if (before === null || now === null) return before !== now;
  return Math.abs(now - before) >= materialShare * before && now !== before;
}
