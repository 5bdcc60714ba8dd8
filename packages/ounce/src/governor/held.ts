import { type GateHeld, heldOnceMore, isOunceError, type RestartAction } from '@ounce/core';
import type { Hands } from './act.ts';
import { event, messageOf } from './action-event.ts';
import type { Wish } from './decide.ts';
import type { Service } from './service.ts';

/** Whether the platform was asked and its own guard rail said no: then nothing was done, surely. */
export function isHeldBack(error: unknown): boolean {
  return isOunceError(error) && error.code === 'OUNCE_E_HELD_BACK';
}

/** The gate holds the same restart for a while, and longer each time. */
export function rememberHeld(
  { heldByPlatform, status }: Service,
  { instance, startedAtMs }: RestartAction,
  says: string,
  nowMs: number,
): void {
  const runs = new Set(status?.instances.map(({ id }) => id));
  for (const id of heldByPlatform.keys()) if (!runs.has(id)) heldByPlatform.delete(id);
  heldByPlatform.set(instance, heldOnceMore(heldByPlatform.get(instance), startedAtMs, says, nowMs));
}

/** Writes down that a wish was held back, where that is news. */
export async function journalHeld(wish: Wish, { because, why }: GateHeld, hands: Hands): Promise<void> {
  const { running, decision } = wish;
  // What the platform said was journaled when it said it.
  if (because === 'already-there' || because === 'platform') return;
  const nowMs = hands.clock.nowMs();
  if (!running.heldWishes.isNews(decision.action, because, nowMs)) return;
  await hands.ledger
    .append([event(wish, nowMs, { kind: 'action.held', data: { decision, because, why } })])
    .catch((error) => {
      running.heldWishes.forget(decision.action);
      hands.trouble(messageOf(error));
    });
}

/** Writes down that nothing is wanted any more, where something was that is noted as held back. */
export async function journalEnded(wish: Wish, { clock, ledger, trouble }: Hands): Promise<void> {
  const { running, decision } = wish;
  const nowMs = clock.nowMs();
  if (!running.heldWishes.endsWith(nowMs)) return;
  const data = { decision, because: 'no-longer-wanted', why: `No longer wanted. ${decision.why}` } as const;
  await ledger
    .append([event(wish, nowMs, { kind: 'action.held', data })])
    .catch((error) => trouble(messageOf(error)));
}
