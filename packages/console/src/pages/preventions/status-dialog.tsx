import { useState } from 'react';
import type { PreventionDetail } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { needsReason, type Status, statusLooks, stepsDone } from './prevention-words.ts';
import { useSetStatus } from './use-preventions.ts';

/** Where its status may go, with what each asks for. */
export function StatusDialog({ detail, onClose }: { detail: PreventionDetail; onClose: () => void }) {
  const { prevention, next } = detail;
  const set = useSetStatus(prevention.id);
  const [to, setTo] = useState<Status>();
  const [reason, setReason] = useState('');
  const isAsked = to !== undefined && needsReason(prevention.status, to);
  const open = prevention.checklist.length - stepsDone(prevention);
  const submit = () => {
    if (to !== undefined)
      set.mutate({ status: to, ...(reason.trim() ? { reason: reason.trim() } : {}) }, { onSuccess: onClose });
  };
  return (
    <Dialog
      title={`Status of ${prevention.title}`}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button
          type="submit"
          className="button primary"
          disabled={to === undefined || (isAsked && reason.trim().length < 3) || set.isPending}
        >
          {set.isPending ? 'Saving…' : 'Set it'}
        </button>
      }
    >
      <fieldset className="field status-choice">
        <legend>From {statusLooks[prevention.status].label.toLowerCase()} to</legend>
        {next.map((status) => (
          <label key={status} className="check">
            <input type="radio" name="status" checked={to === status} onChange={() => setTo(status)} />
            <span>
              <span className="strong">{statusLooks[status].label}</span>{' '}
              <span className="muted">
                {status === 'complete' && open > 0
                  ? `${open} of ${prevention.checklist.length} steps are not done yet.`
                  : statusLooks[status].says}
              </span>
            </span>
          </label>
        ))}
      </fieldset>
      <label className="field">
        <span>{isAsked ? 'Why (asked for, kept and shown)' : 'Why (kept and shown)'}</span>
        <textarea
          className="input"
          value={reason}
          maxLength={2000}
          required={isAsked}
          onChange={({ target }) => setReason(target.value)}
        />
      </label>
      {set.error && <ProblemNote error={set.error} />}
    </Dialog>
  );
}
