import type { NewEvent } from '@ounce/core';
import type { Wish } from './decide.ts';

type ActionEvent = Extract<NewEvent, { kind: 'action.taken' | 'action.held' | 'action.failed' }>;

/** What became of a wish, as the journal keeps it. */
export function event(
  { running, service }: Wish,
  atMs: number,
  what: {
    [K in ActionEvent['kind']]: Pick<Extract<ActionEvent, { kind: K }>, 'kind' | 'data'>;
  }[ActionEvent['kind']],
): NewEvent {
  return { atMs, actor: `control:${running.control.id}`, subject: service.key, ...what } as NewEvent;
}

export function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
