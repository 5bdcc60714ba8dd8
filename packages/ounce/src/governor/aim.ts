import type { Action } from '@ounce/core';

/** What a wish is about: a control may have several at once. */
export function aboutOf(action: Action): string {
  return action.kind === 'restart' ? `restart ${action.instance}` : action.kind;
}

/** What is wanted of it: the same again is no news. Limits within a fourth of one another are the same. */
export function aimOf(action: Action): string {
  switch (action.kind) {
    case 'hold':
      return '';
    case 'restart':
      return String(action.startedAtMs);
    case 'admit':
      return action.to === null
        ? 'everybody'
        : String(Math.round(Math.log(action.to.perSecond) / Math.log(1.25)));
    default:
      return String(action.to);
  }
}
