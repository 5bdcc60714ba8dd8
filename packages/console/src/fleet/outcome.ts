import type { ActionRecord, ActionView, ControlView } from '../api/types.ts';
import type { IconName } from '../components/icon.tsx';
import type { Tone } from '../components/mark.tsx';

/** What became of a decision, ready to be shown. */
export interface OutcomeLook {
  readonly tone: Tone;
  readonly icon: IconName;
  readonly label: string;
}

const heldWords: Readonly<Record<NonNullable<ActionRecord['because']>, string>> = {
  frozen: 'frozen',
  'mode-off': 'control is off',
  'dry-run': 'dry run',
  'not-in-share': 'not in its share yet',
  cooldown: 'cooldown',
  'at-ceiling': 'at the ceiling',
  'at-floor': 'at the floor',
  'stale-readings': 'stale readings',
  'unknown-replicas': 'replicas unknown',
  'unknown-instance': 'instance unknown',
  'unknown-gate': 'no gate',
  'blast-radius': 'blast radius',
  platform: 'held back by the platform',
  'already-there': 'already there',
  'no-longer-wanted': 'no longer wanted',
};

function doneLook(action: ActionView): OutcomeLook {
  if (action.kind === 'hold') return { tone: 'plain', icon: 'held', label: 'Nothing to do' };
  if (action.kind === 'restart') return { tone: 'accent', icon: 'up', label: `Restarted ${action.instance}` };
  if (action.kind === 'admit') return admitLook(action.to);
  if (action.kind === 'standby')
    return { tone: 'accent', icon: 'up', label: `Keeps ${action.to ?? 'no'} replicas ready` };
  const label = `Scaled ${action.from} → ${action.to}`;
  return { tone: 'accent', icon: action.to > action.from ? 'up' : 'down', label };
}

function admitLook(to: Extract<ActionView, { kind: 'admit' }>['to']): OutcomeLook {
  if (to === null) return { tone: 'accent', icon: 'up', label: 'Lets everybody in' };
  return { tone: 'accent', icon: 'held', label: `Lets in ${Math.round(to.perSecond)} a second` };
}

function heldLook(because: ActionRecord['because']): OutcomeLook {
  if (because === 'no-longer-wanted') return { tone: 'plain', icon: 'good', label: 'No longer wanted' };
  return { tone: 'warn', icon: 'held', label: because ? `Held back: ${heldWords[because]}` : 'Held back' };
}

const failedLook: OutcomeLook = { tone: 'bad', icon: 'bad', label: 'Failed' };

/** How a record of the ledger looks. */
export function lookOfAction({ action, outcome, because }: ActionRecord): OutcomeLook {
  if (outcome === 'taken') return doneLook(action);
  return outcome === 'held' ? heldLook(because) : failedLook;
}

/** How the last decision of a control looks, with the sentence that explains it. */
export function lookOfControl({ mode, last }: ControlView): OutcomeLook & { readonly why: string } {
  if (mode === 'off') return { tone: 'plain', icon: 'held', label: 'Off', why: 'This control is off.' };
  if (!last) {
    return {
      tone: 'plain',
      icon: 'pending',
      label: 'No decision yet',
      why: 'It has not decided anything yet.',
    };
  }
  const { outcome } = last;
  if (outcome.kind === 'acted') return { ...doneLook(outcome.action), why: outcome.why };
  if (outcome.kind === 'held') return { ...heldLook(outcome.because), why: outcome.why };
  if (outcome.kind === 'failed') return { ...failedLook, why: outcome.error };
  return { tone: 'plain', icon: 'good', label: 'Watching', why: last.why };
}
