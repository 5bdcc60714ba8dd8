import type { ControlStanding } from '../../api/types.ts';
import { Mark } from '../../components/mark.tsx';
import { recordWords } from './standing-words.ts';

const modeLooks = {
  off: { tone: 'plain', icon: 'close' },
  'dry-run': { tone: 'plain', icon: 'held' },
  gradual: { tone: 'warn', icon: 'up' },
  enforced: { tone: 'good', icon: 'good' },
} as const;

interface StandingRowProps {
  readonly standing: ControlStanding;
  readonly mayChange: boolean;
  readonly onChange: (step: 'promote' | 'demote') => void;
}

export function StandingRow({ standing, mayChange, onChange }: StandingRowProps) {
  const { title, service, region, mode, says, next, allowed } = standing;
  const look = modeLooks[mode];
  return (
    <tr>
      <th scope="row">
        {title}{' '}
        <span className="faint">
          {service} {region}
        </span>
      </th>
      <td data-label="Mode">
        <Mark tone={look.tone} icon={look.icon}>
          {mode}
        </Mark>
      </td>
      <td data-label="Record">{recordWords(standing)}</td>
      <td data-label="Next">
        <span className="capacity-outlook">
          {next && (
            <Mark tone={allowed ? 'good' : 'plain'} icon={allowed ? 'good' : 'pending'}>
              {allowed ? `may go to ${next}` : `not yet ${next}`}
            </Mark>
          )}
          <span className="small muted">{says.join(' ')}</span>
        </span>
      </td>
      <td>
        {mayChange && (
          <div className="row">
            {next && (
              <button type="button" className="button small" onClick={() => onChange('promote')}>
                Promote…
              </button>
            )}
            {mode !== 'off' && (
              <button type="button" className="button quiet small" onClick={() => onChange('demote')}>
                Demote…
              </button>
            )}
          </div>
        )}
      </td>
    </tr>
  );
}
