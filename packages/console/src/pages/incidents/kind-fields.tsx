import { useIncidentTypes } from './use-incidents.ts';

const severities = [
  ['1', '1, the worst'],
  ['2', '2'],
  ['3', '3'],
  ['4', '4'],
] as const;

interface KindFieldsProps {
  /** Empty while nobody has chosen. */
  readonly type: string;
  readonly severity: string;
  readonly onChange: (changes: { readonly type?: string; readonly severity?: string }) => void;
}

/** Of which type an incident is, and how bad. */
export function KindFields({ type, severity, onChange }: KindFieldsProps) {
  const { data: types = [] } = useIncidentTypes();
  return (
    <>
      <label className="field">
        <span>Type</span>
        <select
          className="input"
          value={type}
          onChange={({ target }) => onChange({ type: target.value })}
          required
        >
          {type === '' && <option value="">Choose…</option>}
          {types.map(({ id, title }) => (
            <option key={id} value={id}>
              {title}
            </option>
          ))}
        </select>
      </label>
      <label className="field">
        <span>Severity</span>
        <select
          className="input"
          value={severity}
          onChange={({ target }) => onChange({ severity: target.value })}
        >
          {severities.map(([value, says]) => (
            <option key={value} value={value}>
              {says}
            </option>
          ))}
        </select>
      </label>
    </>
  );
}
