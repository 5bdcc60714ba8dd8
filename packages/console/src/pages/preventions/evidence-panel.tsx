import type { PreventionDetail } from '../../api/types.ts';
import { Command } from '../../components/command.tsx';
import { Icon } from '../../components/icon.tsx';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { VerdictMark } from '../../components/verdict-mark.tsx';
import { WithCode } from '../../components/with-code.tsx';
import { formatMoment } from '../../format/times.ts';
import { useVerify } from './use-preventions.ts';

interface EvidencePanelProps {
  readonly detail: PreventionDetail;
  readonly nowMs: number;
  readonly mayChange: boolean;
}

/** What speaks for it, what is missing before it can be called verified, and the experiments since its completion. */
export function EvidencePanel({ detail, nowMs, mayChange }: EvidencePanelProps) {
  const { prevention, verification } = detail;
  const { has, missing, ready, experiments } = verification;
  const verify = useVerify(prevention.id);
  const isVerified = prevention.status === 'verified';
  return (
    <Panel
      title="Evidence"
      aside={
        isVerified ? (
          <Mark tone="good" icon="good">
            Verified
          </Mark>
        ) : (
          <button
            type="button"
            className="button primary"
            disabled={!mayChange || !ready || verify.isPending}
            onClick={() => verify.mutate(undefined)}
          >
            {verify.isPending ? 'Checking…' : 'Verify'}
          </button>
        )
      }
      padded
    >
      <div className="stack">
        <ul className="evidence">
          {has.map((says) => (
            <li key={says} className="tone-good">
              <Icon name="good" />
              <span>
                <WithCode>{says}</WithCode>
              </span>
            </li>
          ))}
          {missing.map((says) => (
            <li key={says} className="tone-plain">
              <Icon name="pending" />
              <span>
                <WithCode>{says}</WithCode>
              </span>
            </li>
          ))}
        </ul>
        {verify.error && <ProblemNote error={verify.error} />}
        {experiments.map(({ id, scenario, verdict, startedAtMs, why }) => (
          <div key={id} className="row">
            {verdict === undefined ? <span className="muted">Running</span> : <Verdict kind={verdict} />}
            <span className="strong">{scenario}</span>
            <span className="faint small">{formatMoment(startedAtMs, nowMs)}</span>
            <span className="muted">{why}</span>
          </div>
        ))}
        {prevention.experiment !== undefined && experiments.length === 0 && (
          <Command>{`npx ounce chaos inject --scenario ${prevention.experiment} --duration 5m`}</Command>
        )}
      </div>
    </Panel>
  );
}

function Verdict({ kind }: { kind: string }) {
  return <VerdictMark kind={kind as Parameters<typeof VerdictMark>[0]['kind']} />;
}
