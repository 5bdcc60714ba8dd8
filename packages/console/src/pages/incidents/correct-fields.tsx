import { type Draft, timeFields } from './correction.ts';
import { KindFields } from './kind-fields.tsx';

interface CorrectFieldsProps {
  readonly draft: Draft;
  readonly onChange: (changes: Partial<Draft>) => void;
}

/** Everything that can be wrong about an incident. */
export function CorrectFields({ draft, onChange }: CorrectFieldsProps) {
  const set = (field: keyof Draft) => (event: { target: { value: string } }) =>
    onChange({ [field]: event.target.value });
  return (
    <>
      <div className="correct-fields">
        <KindFields type={draft.type} severity={draft.severity} onChange={onChange} />
        <label className="field">
          <span>Service</span>
          <input className="input" value={draft.service} onChange={set('service')} maxLength={200} required />
        </label>
        <label className="field">
          <span>Region</span>
          <input className="input" value={draft.region} onChange={set('region')} maxLength={200} required />
        </label>
        <label className="field">
          <span>Customers affected</span>
          <input
            className="input"
            type="number"
            min={0}
            step={1}
            value={draft.customersAffected}
            onChange={set('customersAffected')}
          />
        </label>
        {Object.entries(timeFields).map(([field, label]) => (
          <label className="field" key={field}>
            <span>{label}</span>
            <input
              type="datetime-local"
              step={1}
              className="input"
              value={draft[field as keyof typeof timeFields]}
              onChange={set(field as keyof typeof timeFields)}
            />
          </label>
        ))}
      </div>
      <label className="field">
        <span>Summary</span>
        <textarea
          className="input"
          value={draft.summary}
          onChange={set('summary')}
          maxLength={4000}
          required
        />
      </label>
    </>
  );
}
