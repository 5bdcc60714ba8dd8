import { useState } from 'react';
import { useWhoami } from '../../api/queries.ts';
import type { IncidentDetail } from '../../api/types.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { RoleNote } from '../../components/role-note.tsx';
import { CorrectFields } from './correct-fields.tsx';
import { type Draft, draftOf, whatChanged } from './correction.ts';
import { useCorrectIncident } from './use-incidents.ts';

/** Says what was wrong about an incident. Only what differs is sent; the reason is kept. */
export function CorrectDialog({ incident, onClose }: { incident: IncidentDetail; onClose: () => void }) {
  const { data: me } = useWhoami();
  const correct = useCorrectIncident(incident.id);
  const [draft, setDraft] = useState<Draft>(() => draftOf(incident));
  const [why, setWhy] = useState('');
  const mayNot = me?.role === 'viewer';
  const changes = whatChanged(incident, draft);
  const isComplete = why.trim() !== '' && Object.keys(changes).length > 0;
  const submit = () => correct.mutate({ changes, why: why.trim() }, { onSuccess: onClose });
  return (
    <Dialog
      title={`Correct ${incident.id}`}
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button
          type="submit"
          className="button primary"
          disabled={mayNot || !isComplete || correct.isPending}
        >
          {correct.isPending ? 'Sending…' : 'Correct it'}
        </button>
      }
    >
      <p className="muted">What you say here, no webhook and no import changes again.</p>
      <CorrectFields
        draft={draft}
        onChange={(changes) => setDraft((before) => ({ ...before, ...changes }))}
      />
      <label className="field">
        <span>How it is known</span>
        <textarea
          className="input"
          placeholder="From the traces: the first error was at 10:12."
          value={why}
          onChange={({ target }) => setWhy(target.value)}
          maxLength={4000}
          required
        />
      </label>
      {mayNot && <RoleNote />}
      {correct.error && <ProblemNote error={correct.error} />}
    </Dialog>
  );
}
