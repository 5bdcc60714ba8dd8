import { useState } from 'react';
import { useLiveState } from '../../api/live.tsx';
import { useStartExperiment } from '../../api/mutations.ts';
import { useWhoami } from '../../api/queries.ts';
import { Dialog } from '../../components/dialog.tsx';
import { Note, ProblemNote } from '../../components/note.tsx';
import { RoleNote } from '../../components/role-note.tsx';
import { Segments } from '../../components/segments.tsx';
import { formatDuration } from '../../format/times.ts';
import { DrillSteps } from './drill-steps.tsx';
import { scenario } from './scenario.ts';

const durations = [30_000, 60_000, 120_000, 300_000].map((ms) => ({ value: ms, label: formatDuration(ms) }));
const onOff = [
  { value: 'on', label: 'On' },
  { value: 'off', label: 'Off' },
] as const;

/** Asks for what a drill needs, says exactly what will happen, starts it. */
export function DrillDialog({ onClose }: { onClose: () => void }) {
  const { services, freeze, openIncidents } = useLiveState();
  const { data: me } = useWhoami();
  const start = useStartExperiment();
  const [durationMs, setDurationMs] = useState(60_000);
  const [factor, setFactor] = useState('10');
  const [controls, setControls] = useState<'on' | 'off'>('on');
  const times = Number(factor);
  const factorFits = factor !== '' && times >= 1 && times <= 1000;
  const mayNot = me?.role === 'viewer';
  const allowed = services.filter(({ chaos }) => chaos === 'allowed');
  const submit = () =>
    start.mutate({ scenario, durationMs, factor: times, controls, detach: true }, { onSuccess: onClose });
  return (
    <Dialog
      title="Start a backlog drill"
      onClose={onClose}
      onSubmit={submit}
      foot={
        <button
          type="submit"
          className="button primary"
          disabled={mayNot || freeze.frozen || !factorFits || start.isPending}
        >
          {start.isPending ? 'Starting…' : `Inject for ${formatDuration(durationMs)}`}
        </button>
      }
    >
      <div className="drill-fields">
        <div className="field">
          <span>Duration of the fault</span>
          <Segments
            label="Duration of the fault"
            options={durations}
            value={durationMs}
            onChange={setDurationMs}
          />
        </div>
        <label className="field">
          <span>Arrivals, times</span>
          <input
            className="input drill-factor"
            type="number"
            min={1}
            max={1000}
            step="any"
            value={factor}
            onChange={(event) => setFactor(event.target.value)}
            required
          />
        </label>
        <div className="field">
          <span>Controls</span>
          <Segments label="Controls" options={onOff} value={controls} onChange={setControls} />
        </div>
      </div>
      <DrillSteps
        durationMs={durationMs}
        factor={factorFits ? times : undefined}
        controls={controls}
        allowed={allowed}
      />
      {freeze.frozen && (
        <Note tone="warn">The fleet is frozen. Until the freeze is lifted, the governor refuses drills.</Note>
      )}
      {openIncidents.length > 0 && (
        <Note tone="warn">
          An incident is open. The governor refuses drills of the service that it is about.
        </Note>
      )}
      {mayNot && <RoleNote />}
      {start.error && <ProblemNote error={start.error} />}
    </Dialog>
  );
}
