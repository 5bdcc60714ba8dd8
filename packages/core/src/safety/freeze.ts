import type { NewEvent } from '../model/event.ts';

/** Whether anything may act at all. */
export type FreezeState =
  | { readonly kind: 'free' }
  | { readonly kind: 'frozen'; readonly sinceMs: number; readonly by: string; readonly reason: string };

export const free: FreezeState = { kind: 'free' };

/**
 * The freeze after one more journal event; other events change nothing. A second `freeze.set` keeps the first one's time
 * and reason, so that freezing twice is the same as freezing once.
 */
export function freezeAfter(state: FreezeState, event: NewEvent): FreezeState {
  switch (event.kind) {
    case 'freeze.set':
      if (state.kind === 'frozen') return state;
      return { kind: 'frozen', sinceMs: event.atMs, by: event.actor, reason: event.data.reason };
    case 'freeze.lifted':
      return free;
    default:
      return state;
  }
}
