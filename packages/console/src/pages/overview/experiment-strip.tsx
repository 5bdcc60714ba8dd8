import { Link } from '@tanstack/react-router';
import type { ExperimentView } from '../../api/types.ts';
import { Icon } from '../../components/icon.tsx';
import { Progress } from '../../components/progress.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import { phaseLabels } from '../../fleet/phases.ts';

/** One line about the experiment that runs, with the way to its page. */
export function ExperimentStrip({ experiment }: { experiment: ExperimentView }) {
  const { scenario, faults, faultTarget, target, phase, progress, verdict } = experiment;
  return (
    <section className="panel strip" aria-label="Running experiment">
      <span className="tone-accent">
        <Icon name="experiment" />
      </span>
      <p className="strip-words">
        <span className="strong">{scenario}</span>{' '}
        <span className="muted">
          {faults.join(', ')} at {faultTarget.service}@{faultTarget.region}
        </span>
      </p>
      {verdict ? (
        <VerdictMark kind={verdict.kind} />
      ) : (
        <div className="strip-progress">
          <span className="muted small">{phaseLabels[phase]}</span>
          <Progress share={progress} label={`${scenario}, ${phaseLabels[phase]}`} />
        </div>
      )}
      <Link to="/queue-backlog" search={{ service: target.service, region: target.region }} className="link">
        Watch
      </Link>
    </section>
  );
}
