import { useState } from 'react';
import { type ReviewClosing, useCloseReview } from '../../api/effectiveness.ts';
import type { PreventionReviewView } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Segments } from '../../components/segments.tsx';

const outcomes = [
  { value: 'keep', label: 'Keep it' },
  { value: 'fix', label: 'Fix it' },
  { value: 'retire', label: 'Retire it' },
] as const;

interface CloseReviewDialogProps {
  readonly review: PreventionReviewView;
  readonly onDone: () => void;
}

/** What is to become of a prevention that did not stop what it is against. */
export function CloseReviewDialog({ review, onDone }: CloseReviewDialogProps) {
  const close = useCloseReview();
  const [outcome, setOutcome] = useState<ReviewClosing['outcome']>('fix');
  const [why, setWhy] = useState('');
  return (
    <Dialog
      title={`Review of ${review.preventionId}`}
      onClose={onDone}
      onSubmit={() => close.mutate({ review, outcome, why: why.trim() }, { onSuccess: onDone })}
      foot={
        <button type="submit" className="button primary" disabled={close.isPending || why.trim() === ''}>
          {close.isPending ? 'Closing…' : 'Close the review'}
        </button>
      }
    >
      <p className="muted">{review.why}</p>
      <Segments label="What is to become of it" options={outcomes} value={outcome} onChange={setOutcome} />
      <label className="field">
        <span>Why (kept in the ledger)</span>
        <textarea
          className="input"
          value={why}
          maxLength={2000}
          required
          onChange={(event) => setWhy(event.target.value)}
        />
      </label>
      {close.error && <ProblemNote error={close.error} />}
    </Dialog>
  );
}
