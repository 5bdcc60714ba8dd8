import './scaling.css';
import { Link, useNavigate, useSearch } from '@tanstack/react-router';
import { useStandings } from '../../api/capacity.ts';
import type { ControlStanding } from '../../api/types.ts';
import { Empty, Skeleton } from '../../components/empty.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { ScalingStory } from './scaling-story.tsx';
import { spans } from './spans.ts';

const control = 'predictive-scaling';

/** What happened to a service, what was foreseen of it, and what other scaling would have made of it. */
export function ScalingPage() {
  const { service, region, hours } = useSearch({ from: '/scaling' });
  const { data, error } = useStandings();
  const scaled = data?.filter((item) => item.control === control);
  const chosen = scaled?.find(
    (item) => item.service === (service ?? item.service) && item.region === (region ?? item.region),
  );
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Scaling</PageTitle>
        {chosen && <Choices items={scaled ?? []} chosen={chosen} hours={hours} />}
      </div>
      {error && <ProblemNote error={error} />}
      {!data && !error && <Skeleton height={420} label="Looking for services that are scaled" />}
      {chosen && <ScalingStory service={chosen.service} region={chosen.region} hours={hours} />}
      {data && !chosen && <Nothing name={service} />}
    </div>
  );
}

interface ChoicesProps {
  readonly items: readonly ControlStanding[];
  readonly chosen: ControlStanding;
  readonly hours: number;
}

function Choices({ items, chosen, hours }: ChoicesProps) {
  const navigate = useNavigate();
  const go = (search: { service: string; region: string; hours: number }) =>
    void navigate({ to: '/scaling', search });
  const { service, region } = chosen;
  return (
    <span className="row scaling-choices">
      <select
        className="input"
        aria-label="Service"
        value={`${service}@${region}`}
        onChange={({ target }) => {
          const [name, where] = target.value.split('@') as [string, string];
          go({ service: name, region: where, hours });
        }}
      >
        {items.map((item) => (
          <option key={`${item.service}@${item.region}`} value={`${item.service}@${item.region}`}>
            {item.service} {item.region}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Time"
        value={hours}
        onChange={({ target }) => go({ service, region, hours: Number(target.value) })}
      >
        {spans.map(({ hours: each, label }) => (
          <option key={each} value={each}>
            {label}
          </option>
        ))}
      </select>
    </span>
  );
}

function Nothing({ name }: { name: string | undefined }) {
  return (
    <Panel title={name ?? 'Services'}>
      <Empty title={name === undefined ? 'No service is scaled' : `${name} is not scaled here`}>
        Add predictive-scaling to a service’s controls in ounce.config.ts; in mode dry-run it only says what
        it would do.{' '}
        <Link to="/controls" className="link">
          The controls at work
        </Link>
      </Empty>
    </Panel>
  );
}
