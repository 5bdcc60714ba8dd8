import { type GateHeld, heldOnceMore, isOunceError, type RestartAction } from '@ounce/core';
import type { Hands } from './act.ts';
import { event, messageOf } from './action-event.ts';
import { aboutOf, aimOf } from './aim.ts';
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

/** The same wish held back for the same reason, ten seconds later, is not news. */
export async function journalHeld(wish: Wish, { because, why }: GateHeld, hands: Hands): Promise<void> {
  const { running, decision } = wish;
  const { journaledWishes } = running;
  const about = aboutOf(decision.action);
  // What the platform said was journaled when it said it.
  if (because === 'already-there' || because === 'platform') return;
  const news = `${because} ${aimOf(decision.action)}`;
  if (journaledWishes.get(about) === news) return;
  journaledWishes.set(about, news);
  await hands.ledger
    .append([event(wish, hands.clock.nowMs(), { kind: 'action.held', data: { decision, because, why } })])
    .catch((error) => {
      journaledWishes.delete(about);
      hands.trouble(messageOf(error));
    });
}
