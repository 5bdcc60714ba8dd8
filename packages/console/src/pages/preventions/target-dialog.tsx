import { useState } from 'react';
import type { PreventionView } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { useEditPrevention } from './use-preventions.ts';

/** Moves the target date; each move is kept, with its reason. */
export function TargetDialog({ prevention, onClose }: { prevention: PreventionView; onClose: () => void }) {
  const edit = useEditPrevention(prevention.id);
  const [target, setTarget] = useState(prevention.target ?? '');
  const [owner, setOwner] = useState(prevention.owner);
  const [reason, setReason] = useState('');
  const submit = () =>
    edit.mutate(
      {
        ...(target.trim() === '' ? { without: ['target'] } : { target: target.trim() }),
        ...(reason.trim() ? { reason: reason.trim() } : {}),
        ...{ owner: owner.trim(), baseVersion: prevention.version },
      },
      { onSuccess: onClose },
    );
  return (
    <Dialog
      title={`Target of ${prevention.title}`}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button type="submit" className="button primary" disabled={edit.isPending}>
          {edit.isPending ? 'Saving…' : 'Save'}
        </button>
      }
    >
      <label className="field">
        <span>Target: a day (2026-02-28), a quarter (2026-Q2), or nothing for work without an end</span>
        <input className="input" value={target} onChange={(event) => setTarget(event.target.value)} />
      </label>
      <label className="field">
        <span>Owner</span>
        <input
          className="input"
          value={owner}
          maxLength={200}
          onChange={(event) => setOwner(event.target.value)}
        />
      </label>
      <label className="field">
        <span>Why (kept in its history)</span>
        <textarea
          className="input"
          value={reason}
          maxLength={2000}
          onChange={(event) => setReason(event.target.value)}
        />
      </label>
      {edit.error && <ProblemNote error={edit.error} />}
    </Dialog>
  );
}
