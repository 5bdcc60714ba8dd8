import { percent, replicas } from '../controls/say.ts';
import type { Ask } from './checks.ts';
import type { GateHeld } from './gate.ts';
import type { GuardRails } from './rails.ts';

export type Clamped =
  | { readonly kind: 'clamped'; readonly ask: Ask; readonly changes: readonly string[] }
  | GateHeld;

/** Brings a wish within floor, ceiling and largest step; never turns it round, so that a rail cannot cause an action. */
export function clamp(wish: Ask, rails: GuardRails): Clamped {
  return wish.to > wish.from ? clampOut(wish, rails) : clampIn(wish, rails);
}

function clampOut({ from, to }: Ask, rails: GuardRails): Clamped {
  if (from >= rails.ceiling)
    return {
      kind: 'held',
      because: 'at-ceiling',
      why: `Held back: ${to} would be needed, and the ceiling is ${replicas(rails.ceiling)}.`,
    };
  const step = Math.max(rails.maxStepUp, Math.floor(from * rails.maxStepUpShare));
  const changes: string[] = [];
  let allowed = to;
  if (allowed > rails.ceiling) {
    allowed = rails.ceiling;
    changes.push(`The ceiling allows ${allowed} instead of ${to}.`);
  }
  if (allowed < rails.floor) {
    allowed = Math.min(rails.floor, rails.ceiling);
    changes.push(`The floor asks for ${allowed} instead of ${to}.`);
  }
  if (allowed - from > step) {
    allowed = from + step;
    changes.push(`The largest step up allows ${allowed} for now.`);
  }
  return { kind: 'clamped', ask: { from, to: allowed }, changes };
}

function clampIn({ from, to }: Ask, rails: GuardRails): Clamped {
  if (from <= rails.floor)
    return {
      kind: 'held',
      because: 'at-floor',
      why: `Held back: ${to} would be enough, and the floor is ${replicas(rails.floor)}.`,
    };
  const step = Math.max(rails.maxStepDown, Math.floor(from * rails.maxStepDownShare));
  const changes: string[] = [];
  let allowed = to;
  if (allowed < rails.floor) {
    allowed = rails.floor;
    changes.push(`The floor allows ${allowed} instead of ${to}.`);
  }
  if (from - allowed > step) {
    allowed = from - step;
    changes.push(`The largest step down (${percent(step / from)}) allows ${allowed} for now.`);
  }
  return { kind: 'clamped', ask: { from, to: allowed }, changes };
}
