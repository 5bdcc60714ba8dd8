import { useNavigate } from '@tanstack/react-router';
import { useEffect, useState } from 'react';
import { Segments } from '../../components/segments.tsx';
import type { IncidentSearch } from './incident-search.ts';
import { useIncidentTypes } from './use-incidents.ts';

const states = [
  { value: 'all', label: 'All' },
  { value: 'open', label: 'Open' },
  { value: 'resolved', label: 'Resolved' },
] as const;

const kinds = [
  { value: 'all', label: 'Real and drills' },
  { value: 'false', label: 'Real only' },
  { value: 'true', label: 'Drills only' },
] as const;

/** Each change is a place in the history of the browser, and can be sent to somebody as a link. */
export function IncidentFilters({ search }: { search: IncidentSearch }) {
  const { data: types = [] } = useIncidentTypes();
  const navigate = useNavigate();
  const change = (changes: { readonly [Key in keyof IncidentSearch]?: IncidentSearch[Key] | undefined }) =>
    navigate({ to: '/incidents', search: said({ ...search, ...changes }) });
  return (
    <search className="incident-filters">
      <Segments
        label="State"
        options={states}
        value={search.state ?? 'all'}
        onChange={(state) => change({ state: state === 'all' ? undefined : state })}
      />
      <select
        className="input"
        aria-label="Type"
        value={search.type ?? ''}
        onChange={({ target }) => change({ type: target.value || undefined })}
      >
        <option value="">Every type</option>
        {types.map(({ id, title }) => (
          <option key={id} value={id}>
            {title}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Severity"
        value={search.severity ?? ''}
        onChange={({ target }) => change({ severity: target.value ? Number(target.value) : undefined })}
      >
        <option value="">Every severity</option>
        {[1, 2, 3, 4].map((severity) => (
          <option key={severity} value={severity}>
            Severity {severity}
          </option>
        ))}
      </select>
      <select
        className="input"
        aria-label="Real or drill"
        value={String(search.drill ?? 'all')}
        onChange={({ target }) =>
          change({ drill: target.value === 'all' ? undefined : target.value === 'true' })
        }
      >
        {kinds.map(({ value, label }) => (
          <option key={value} value={value}>
            {label}
          </option>
        ))}
      </select>
      <ServiceInput service={search.service ?? ''} onService={(service) => change({ service })} />
      <DayInput label="From" value={search.from} onDay={(from) => change({ from })} />
      <DayInput label="To" value={search.to} onDay={(to) => change({ to })} />
    </search>
  );
}

/** Asks when somebody has typed to the end (Enter, or leaving the field): a service's name is looked for as a whole. */
function ServiceInput(props: { service: string; onService: (service: string | undefined) => void }) {
  const { service, onService } = props;
  const [typed, setTyped] = useState(service);
  useEffect(() => setTyped(service), [service]);
  const done = () => typed.trim() !== service && onService(typed.trim() || undefined);
  return (
    <input
      type="search"
      className="input"
      placeholder="Service"
      aria-label="Service, its whole name"
      value={typed}
      onChange={({ target }) => setTyped(target.value)}
      onBlur={done}
      onKeyDown={({ key }) => key === 'Enter' && done()}
    />
  );
}

function DayInput(props: {
  label: string;
  value: string | undefined;
  onDay: (day: string | undefined) => void;
}) {
  const { label, value = '', onDay } = props;
  return (
    <label className="incident-day">
      <span className="muted small">{label}</span>
      <input
        type="date"
        className="input"
        value={value}
        onChange={({ target }) => onDay(target.value || undefined)}
      />
    </label>
  );
}

function said(
  search: { readonly [Key in keyof IncidentSearch]?: IncidentSearch[Key] | undefined },
): IncidentSearch {
  return Object.fromEntries(Object.entries(search).filter(([, value]) => value !== undefined));
}
