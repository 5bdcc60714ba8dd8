import { useNavigate } from '@tanstack/react-router';
import { useState } from 'react';
import { useLiveState } from '../../api/live.tsx';
import { useWhoami } from '../../api/queries.ts';
import type { NewIncident } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Dialog } from '../../components/dialog.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { RoleNote } from '../../components/role-note.tsx';
import { KindFields } from './kind-fields.tsx';
import { fromLocalInput, toLocalInput } from './moment.ts';
import { useOpenIncident } from './use-incidents.ts';

/** Opens an incident that a person has noticed; whoever opens it is on its page then. */
export function OpenDialog({ onClose }: { onClose: () => void }) {
  const { services } = useLiveState();
  const { data: me } = useWhoami();
  const nowMs = useGovernorNowMs();
  const open = useOpenIncident();
  const navigate = useNavigate();
  const [kind, setKind] = useState({ type: '', severity: '3' });
  const [service, setService] = useState('');
  const [summary, setSummary] = useState('');
  const [started, setStarted] = useState(() => toLocalInput(nowMs));
  const mayNot = me?.role === 'viewer';
  const startedAtMs = fromLocalInput(started);
  const { type } = kind;
  const severity = Number(kind.severity) as NewIncident['severity'];
  const isComplete =
    [type, service, summary].every((text) => text.trim() !== '') && startedAtMs !== undefined;
  const names = [...new Set(services.map((one) => one.service))];
  const submit = () =>
    open.mutate(
      { type, service: service.trim(), severity, summary: summary.trim(), startedAtMs: startedAtMs ?? nowMs },
      { onSuccess: ({ id }) => void navigate({ to: '/incidents/$id', params: { id } }) },
    );
  return (
    <Dialog
      title="Open an incident"
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button type="submit" className="button primary" disabled={mayNot || !isComplete || open.isPending}>
          {open.isPending ? 'Sending…' : 'Open it'}
        </button>
      }
    >
      <div className="correct-fields">
        <KindFields {...kind} onChange={(changes) => setKind({ ...kind, ...changes })} />
        <label className="field">
          <span>Service</span>
          <input
            className="input"
            list="services-known"
            value={service}
            onChange={({ target }) => setService(target.value)}
            maxLength={200}
            required
          />
          <datalist id="services-known">
            {names.map((name) => (
              <option key={name} value={name} />
            ))}
          </datalist>
        </label>
        <label className="field">
          <span>Since when</span>
          <input
            type="datetime-local"
            step={1}
            className="input"
            value={started}
            onChange={({ target }) => setStarted(target.value)}
            required
          />
        </label>
      </div>
      <label className="field">
        <span>What is seen</span>
        <textarea
          className="input"
          placeholder="p99 above 3 s, checkouts fail."
          value={summary}
          onChange={({ target }) => setSummary(target.value)}
          maxLength={4000}
          required
        />
      </label>
      {mayNot && <RoleNote />}
      {open.error && <ProblemNote error={open.error} />}
    </Dialog>
  );
}
