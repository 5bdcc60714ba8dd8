import { Panel } from '../../components/panel.tsx';
import { type ReviewForm, sections } from './review-form.ts';
import { SectionField } from './section-field.tsx';

interface FieldsPanelProps {
  readonly form: ReviewForm;
  readonly mayWrite: boolean;
  readonly onChange: (more: Partial<ReviewForm>) => void;
}

/** Title, owner, and a field for each section, also those of the team's own. */
export function FieldsPanel({ form, mayWrite, onChange: set }: FieldsPanelProps) {
  return (
    <Panel title="What happened" padded>
      <div className="stack">
        <div className="review-names">
          <label className="field">
            <span>Title</span>
            <input
              className="input"
              value={form.title}
              readOnly={!mayWrite}
              onChange={({ target }) => set({ title: target.value })}
            />
          </label>
          <label className="field">
            <span>Owner</span>
            <input
              className="input"
              value={form.owner ?? ''}
              readOnly={!mayWrite}
              onChange={({ target }) => set({ owner: target.value })}
            />
          </label>
        </div>
        {sections.map(([field, heading, asks]) => (
          <SectionField
            key={field}
            {...{ heading, asks, readOnly: !mayWrite, text: form[field] }}
            onChange={(text) => set({ [field]: text })}
          />
        ))}
        {Object.entries(form.more ?? {}).map(([heading, text]) => (
          <SectionField
            key={heading}
            {...{ heading, asks: '', readOnly: !mayWrite, text }}
            onChange={(says) => set({ more: { ...form.more, [heading]: says } })}
          />
        ))}
      </div>
    </Panel>
  );
}
