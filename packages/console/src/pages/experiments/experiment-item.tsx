import type { ExperimentView } from '../../api/types.ts';
import { CriteriaList } from '../../components/criteria-list.tsx';
import { Mark } from '../../components/mark.tsx';
import { VerdictFigures } from '../../components/verdict-figures.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import { formatDuration, formatMoment } from '../../format/times.ts';

/** One experiment in the list; its criteria and figures fold out. */
export function ExperimentItem({ experiment, nowMs }: { experiment: ExperimentView; nowMs: number }) {
  const { scenario, target, faults, faultTarget, verdict, durationMs, startedAtMs, controls } = experiment;
  return (
    <li className="item">
      <div className="item-state">
        {verdict ? (
          <VerdictMark kind={verdict.kind} />
        ) : (
          <Mark tone="accent" icon="clock" pill>
            Running
          </Mark>
        )}
      </div>
      <div className="item-body stack">
        <div>
          <p className="row">
            <span className="strong">{scenario}</span>
            <span className="muted">
              {faults.join(', ')} at {faultTarget.service}@{faultTarget.region} for{' '}
              {formatDuration(durationMs)}, judged on {target.service}@{target.region}
            </span>
            {controls === 'off' && (
              <Mark tone="warn" icon="held" pill>
                Controls off
              </Mark>
            )}
          </p>
          <p className="muted">{verdict?.why ?? experiment.says}</p>
        </div>
        {verdict && (
          <details className="fold">
            <summary>Criteria and figures</summary>
            <div className="stack">
              <CriteriaList criteria={verdict.criteria} />
              <VerdictFigures verdict={verdict} />
            </div>
          </details>
        )}
      </div>
      <div className="item-time">
        <span>{formatMoment(startedAtMs, nowMs)}</span>
      </div>
    </li>
  );
}
