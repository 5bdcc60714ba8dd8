import { useState } from 'react';
import type { ReviewView } from '../../api/types.ts';
import { Note, ProblemNote } from '../../components/note.tsx';
import { PageTitle } from '../../components/page-title.tsx';
import { Panel } from '../../components/panel.tsx';
import { Segments } from '../../components/segments.tsx';
import { missing } from '../../format/numbers.ts';
import { chosen, formOf, mergeForms, type ReviewForm } from './review-form.ts';

interface ConflictViewProps {
  readonly base: ReviewForm;
  readonly mine: ReviewForm;
  readonly theirs: ReviewView;
  readonly isSaving: boolean;
  readonly error: Error | null;
  readonly onSave: (merged: ReviewForm) => void;
}

type Choice = 'mine' | 'theirs' | 'both';

const choices: readonly { readonly value: Choice; readonly label: string }[] = [
  { value: 'mine', label: 'Mine' },
  { value: 'theirs', label: 'Theirs' },
  { value: 'both', label: 'Both' },
];

/** Somebody else has saved meanwhile: both versions side by side where they disagree, the rest is put together already. */
export function ConflictView({ base, mine, theirs, isSaving, error, onSave }: ConflictViewProps) {
  const other = formOf(theirs);
  const { form, disagreements } = mergeForms(base, mine, other);
  const [picked, setPicked] = useState<Readonly<Record<string, Choice>>>({});
  const merge = () => {
    const answers = disagreements.map(({ field }) => [
      field,
      chosen(field, picked[field] ?? 'both', mine, other),
    ]);
    onSave({ ...form, ...Object.fromEntries(answers) });
  };
  return (
    <div className="stack">
      <div className="page-head">
        <PageTitle>Two have written at the same time</PageTitle>
        <button type="button" className="button primary" disabled={isSaving} onClick={merge}>
          {isSaving ? 'Saving…' : 'Save both together'}
        </button>
      </div>
      <Note tone="warn">
        <p>
          {theirs.savedBy} saved version {theirs.version} while you wrote. Nothing is lost: what only one of
          you has changed is taken.{' '}
          {disagreements.length === 0
            ? 'You disagree on nothing.'
            : 'Choose where you disagree; both, one after the other, unless you say otherwise.'}
        </p>
      </Note>
      {error && <ProblemNote error={error} />}
      {disagreements.map(({ field, heading, mine: own, theirs: their }) => (
        <Panel
          key={field}
          title={heading}
          aside={
            <Segments
              label={`Which version of ${heading.toLowerCase()}`}
              options={choices}
              value={picked[field] ?? 'both'}
              onChange={(choice) => setPicked({ ...picked, [field]: choice })}
            />
          }
          padded
        >
          <div className="conflict-sides">
            <Side name="Mine" text={own} />
            <Side name="Theirs" text={their} />
          </div>
        </Panel>
      ))}
    </div>
  );
}

function Side({ name, text }: { name: string; text: string }) {
  return (
    <div>
      <h3>{name}</h3>
      <p className="conflict-text">{text || missing}</p>
    </div>
  );
}
