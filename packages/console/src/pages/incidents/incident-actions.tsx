import { useState } from 'react';
import type { IncidentDetail } from '../../api/types.ts';
import { CorrectDialog } from './correct-dialog.tsx';
import { StepDialog, stepWords } from './step-dialog.tsx';
import type { StepName } from './use-incidents.ts';

/** What can be said of the incident as it stands; the next thing to say stands out. */
function stepsOf({ acknowledgedAtMs, mitigatedAtMs, resolvedAtMs }: IncidentDetail): StepName[] {
  if (resolvedAtMs !== undefined) return ['reopen'];
  return [
    ...(acknowledgedAtMs === undefined ? (['ack'] as const) : []),
    ...(mitigatedAtMs === undefined ? (['mitigate'] as const) : []),
    'resolve',
  ];
}

export function IncidentActions({ incident }: { incident: IncidentDetail }) {
  const [asked, setAsked] = useState<StepName | 'correct'>();
  const steps = stepsOf(incident);
  const close = () => setAsked(undefined);
  return (
    <div className="row incident-actions">
      {steps.map((step, index) => (
        <button
          key={step}
          type="button"
          className={index === 0 && step !== 'reopen' ? 'button primary' : 'button'}
          onClick={() => setAsked(step)}
        >
          {stepWords[step].verb}…
        </button>
      ))}
      <button type="button" className="button" onClick={() => setAsked('correct')}>
        Correct…
      </button>
      {asked === 'correct' && <CorrectDialog incident={incident} onClose={close} />}
      {asked !== undefined && asked !== 'correct' && (
        <StepDialog incident={incident} step={asked} onClose={close} />
      )}
    </div>
  );
}
