import { useState } from 'react';
import { useChangeMode } from '../../api/capacity.ts';
import type { ControlStanding } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Note, ProblemNote } from '../../components/note.tsx';

interface ModeDialogProps {
  readonly standing: ControlStanding;
  readonly step: 'promote' | 'demote';
  readonly onClose: () => void;
}

/** Says what a mode means before it is set. A reason is asked for where the record does not speak for itself. */
export function ModeDialog({ standing, step, onClose }: ModeDialogProps) {
  const change = useChangeMode();
  const [reason, setReason] = useState('');
  const { title, service, region, mode, next, allowed, says } = standing;
  const up = step === 'promote';
  const needsReason = !up || !allowed;
  const submit = () =>
    change.mutate({ standing, step, ...(needsReason ? { reason } : {}) }, { onSuccess: onClose });
  return (
    <Dialog
      title={up ? `Promote to ${next}` : 'Demote'}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button
          type="submit"
          className="button primary"
          disabled={change.isPending || (needsReason && reason.trim().length < 3)}
        >
          {up ? `Promote to ${next}` : 'Demote'}
        </button>
      }
    >
      <p>
        {title} on {service}@{region} is in mode {mode}. {up && meanings[next ?? 'off']}
      </p>
      {up && <p className="muted">{says.join(' ')}</p>}
      {up && !allowed && (
        <Note tone="warn">
          Its record does not allow it yet. You can overrule that; your reason stays in the ledger.
        </Note>
      )}
      {needsReason && (
        <label className="field">
          <span>Reason</span>
          <input
            className="input"
            value={reason}
            onChange={(event) => setReason(event.target.value)}
            required
            minLength={3}
          />
        </label>
      )}
      {change.error && <ProblemNote error={change.error} />}
    </Dialog>
  );
}

const meanings: Readonly<Record<ControlStanding['mode'], string>> = {
  off: '',
  'dry-run': 'In a dry run it decides and records, and touches nothing.',
  gradual: 'Gradual: it acts on a share of its targets, within its guard rails.',
  enforced: 'Enforced: it acts on all its targets, within its guard rails. The freeze stops it at once.',
};
