import { replicas } from '../controls/say.ts';
import type { StandbyAction } from '../model/action.ts';
import type { Decision } from '../model/decision.ts';
import type { GateContext } from './context.ts';
import type { GateVerdict } from './gate.ts';
import type { GuardRails } from './rails.ts';

/** The rails with the floor that is kept for surges: never above the ceiling. */
export function withStandby({ rails, standby = 0, kept = standby }: GateContext): GuardRails {
  return { ...rails, floor: Math.max(rails.floor, Math.min(kept, rails.ceiling)) };
}

/** The gate's rules for the replicas that are kept (G26, G27), after those for every action. */
export function gateStandby(decision: Decision, wanted: StandbyAction, context: GateContext): GateVerdict {
  const { rails, mode, standby } = context;
  const from = standby ?? null;
  const capped = wanted.to !== null && wanted.to > rails.ceiling;
  const to = capped ? rails.ceiling : wanted.to;
  if (to === from)
    return { kind: 'held', because: 'already-there', why: `Nothing to do: ${keptText(to)} already.` };
  const why = capped
    ? `${decision.why} The ceiling allows ${rails.ceiling} instead of ${wanted.to}.`
    : decision.why;
  if (mode === 'dry-run')
    return { kind: 'held', because: 'dry-run', why: `Dry run: ${keptText(to)} from now on. ${why}` };
  return { kind: 'act', action: { kind: 'standby', from, to }, why };
}

function keptText(count: number | null): string {
  return count === null ? 'nothing would be kept on purpose' : `at least ${replicas(count)} would be kept`;
}
