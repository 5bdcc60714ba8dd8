import { useState } from 'react';
import { useWhoami } from '../../api/queries.ts';
import type { IncidentDetail } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { RoleNote } from '../../components/role-note.tsx';
import { fromLocalInput, toLocalInput } from './moment.ts';
import { type StepName, useIncidentStep } from './use-incidents.ts';

export const stepWords: Readonly<Record<StepName, { verb: string; says: string; example: string }>> = {
  ack: { verb: 'Acknowledge', says: 'Somebody has taken it on.', example: 'On it.' },
  mitigate: {
    verb: 'Mitigate',
    says: 'Its users no longer feel it, though the cause may still be there.',
    example: 'Traffic moved to the other region.',
  },
  resolve: { verb: 'Resolve', says: 'It is over.', example: 'Rolled back to 1.4.2.' },
  reopen: { verb: 'Open again', says: 'It was resolved too early.', example: 'The queue grows again.' },
};

interface StepDialogProps {
  readonly incident: IncidentDetail;
  readonly step: StepName;
  readonly onClose: () => void;
}

/** Asks why, and when it was; the incident changes when the governor has it. */
export function StepDialog({ incident, step, onClose }: StepDialogProps) {
  const { data: me } = useWhoami();
  const nowMs = useGovernorNowMs();
  const change = useIncidentStep(incident.id);
  const [why, setWhy] = useState('');
  const [earlier, setEarlier] = useState<string>();
  const { verb, says, example } = stepWords[step];
  const mayNot = me?.role === 'viewer';
  const atMs = earlier === undefined ? undefined : fromLocalInput(earlier);
  const isComplete = why.trim() !== '' && (earlier === undefined || atMs !== undefined);
  const submit = () =>
    change.mutate({ step, why: why.trim(), ...(atMs === undefined ? {} : { atMs }) }, { onSuccess: onClose });
  return (
    <Dialog
      title={`${verb}: ${incident.id}`}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button type="submit" className="button primary" disabled={mayNot || !isComplete || change.isPending}>
          {change.isPending ? 'Sending…' : verb}
        </button>
      }
    >
      <p className="muted">{says}</p>
      <label className="field">
        <span>What happened</span>
        <textarea
          className="input"
          placeholder={example}
          value={why}
          onChange={({ target }) => setWhy(target.value)}
          maxLength={4000}
          required
        />
      </label>
      {step !== 'reopen' && (
        <label className="check">
          <input
            type="checkbox"
            checked={earlier !== undefined}
            onChange={({ target }) => setEarlier(target.checked ? toLocalInput(nowMs) : undefined)}
          />
          <span>It was earlier than now</span>
        </label>
      )}
      {earlier !== undefined && (
        <label className="field">
          <span>When it was</span>
          <input
            type="datetime-local"
            step={1}
            className="input"
            value={earlier}
            onChange={({ target }) => setEarlier(target.value)}
            required
          />
        </label>
      )}
      {mayNot && <RoleNote />}
      {change.error && <ProblemNote error={change.error} />}
    </Dialog>
  );
}
