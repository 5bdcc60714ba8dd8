import { type RefObject, useState } from 'react';
import { useFreeze } from '../../api/mutations.ts';
import { useWhoami } from '../../api/queries.ts';
import { Dialog } from '../dialog.tsx';
import { ProblemNote } from '../note.tsx';
import { RoleNote } from '../role-note.tsx';

const words = {
  freeze: {
    title: 'Freeze all actions',
    says: 'From now on Ounce acts on nothing: nothing is scaled, drained or restarted, in any region. Controls keep watching, and what they would have done is recorded as held back. It stays so, across restarts, until somebody lifts it.',
    ask: 'Why? Whoever comes next will read this.',
    example: 'Deploying the payment database by hand',
    press: 'Freeze now',
    busy: 'Freezing…',
  },
  lift: {
    title: 'Lift the freeze',
    says: 'Controls may act again at once, within their modes and guard rails. What was held back meanwhile is not made up for: each control decides anew on the readings of now.',
    ask: 'Why is it safe again?',
    example: 'Deployment finished, error rate is normal',
    press: 'Lift the freeze',
    busy: 'Lifting…',
  },
} as const;

interface FreezeDialogProps {
  /** Whether to set the freeze or to lift it. */
  readonly freeze: boolean;
  readonly onClose: () => void;
  readonly returnTo: RefObject<HTMLElement | null>;
}

/** Asks for the reason, says exactly what will happen, does it. The banner then follows the live state. */
export function FreezeDialog({ freeze, onClose, returnTo }: FreezeDialogProps) {
  const [reason, setReason] = useState('');
  const change = useFreeze();
  const { data: me } = useWhoami();
  const text = words[freeze ? 'freeze' : 'lift'];
  const mayNot = me?.role === 'viewer';
  const submit = () => change.mutate({ freeze, reason: reason.trim() }, { onSuccess: onClose });
  return (
    <Dialog
      title={text.title}
      onClose={onClose}
      onSubmit={submit}
      returnTo={returnTo}
      foot={
        <button
          type="submit"
          className={`button ${freeze ? 'alarm' : 'primary'}`}
          disabled={mayNot || change.isPending || reason.trim() === ''}
        >
          {change.isPending ? text.busy : text.press}
        </button>
      }
    >
      <p className="muted">{text.says}</p>
      <label className="field">
        <span>{text.ask}</span>
        <textarea
          className="input"
          value={reason}
          onChange={(event) => setReason(event.target.value)}
          placeholder={`For example: ${text.example}`}
          maxLength={500}
          required
        />
      </label>
      {mayNot && <RoleNote />}
      {change.error && <ProblemNote error={change.error} />}
    </Dialog>
  );
}
