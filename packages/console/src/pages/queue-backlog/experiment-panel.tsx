import { useAbortExperiment } from '../../api/mutations.ts';
import type { ExperimentView } from '../../api/types.ts';
import { CriteriaList } from '../../components/criteria-list.tsx';
import { Empty } from '../../components/empty.tsx';
import { Icon } from '../../components/icon.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { Progress } from '../../components/progress.tsx';
import { VerdictFigures } from '../../components/verdict-figures.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import { phaseLabels, shownPhases } from '../../fleet/phases.ts';
import { formatDuration, formatMoment } from '../../format/times.ts';

function Phases({ phase }: { phase: ExperimentView['phase'] }) {
  const now = shownPhases.indexOf(phase);
  return (
    <ol className="phases">
      {shownPhases.map((shown, index) => {
        const state = now < 0 || index < now ? 'done' : index === now ? 'now' : 'ahead';
        return (
          <li
            key={shown}
            className="phase"
            data-state={state}
            aria-current={state === 'now' ? 'step' : undefined}
          >
            {phaseLabels[shown]}
          </li>
        );
      })}
    </ol>
  );
}

function Running({ experiment }: { experiment: ExperimentView }) {
  const abort = useAbortExperiment();
  const { id, faults, faultTarget, durationMs, controls, phase, progress, criteria, says } = experiment;
  return (
    <div className="stack">
      <p className="muted">
        {says} <span className="strong">{faults.join(', ')}</span> at {faultTarget.service}@
        {faultTarget.region} for {formatDuration(durationMs)}, controls {controls}.
      </p>
      <Phases phase={phase} />
      <Progress share={progress} label="Progress of the experiment" />
      <CriteriaList criteria={criteria} />
      {abort.error && <ProblemNote error={abort.error} />}
      <button type="button" className="button" onClick={() => abort.mutate(id)} disabled={abort.isPending}>
        <Icon name="close" size={13} />
        {abort.isPending ? 'Removing the fault…' : 'Abort: remove the fault now'}
      </button>
    </div>
  );
}

function Finished({ experiment, nowMs }: { experiment: ExperimentView; nowMs: number }) {
  const { verdict, faults, faultTarget, startedAtMs, durationMs, controls } = experiment;
  if (!verdict) return null;
  return (
    <div className="stack">
      <p className="row spread">
        <VerdictMark kind={verdict.kind} />
        <span className="faint small">{formatMoment(startedAtMs, nowMs)}</span>
      </p>
      <p>{verdict.why}</p>
      <CriteriaList criteria={verdict.criteria} />
      <VerdictFigures verdict={verdict} />
      <p className="faint small">
        {faults.join(', ')} at {faultTarget.service}@{faultTarget.region} for {formatDuration(durationMs)},
        controls {controls}. A single run supports little by itself: repeat it.
      </p>
    </div>
  );
}

/** The drill that runs, or the verdict of the last one; the verdict is also said aloud when it falls. */
export function ExperimentPanel({
  experiment,
  nowMs,
}: {
  experiment: ExperimentView | undefined;
  nowMs: number;
}) {
  const verdict = experiment?.verdict;
  return (
    <Panel title={experiment && !verdict ? 'Drill, running' : 'Last drill'}>
      <div className="unseen" role="status" aria-live="polite">
        {verdict && `Verdict: ${verdict.kind.replaceAll('_', ' ')}. ${verdict.why}`}
      </div>
      {!experiment && (
        <Empty title="Never tried" command="npx ggen chaos inject --scenario queue_backlog --duration 1m">
          Nobody has tried yet whether this service gets over a backlog. Start a drill here, or with
        </Empty>
      )}
      {experiment && (
        <div className="panel-body">
          {verdict ? <Finished experiment={experiment} nowMs={nowMs} /> : <Running experiment={experiment} />}
        </div>
      )}
    </Panel>
  );
}
