import { useBlocker } from '@tanstack/react-router';
import { useState } from 'react';
import { useWhoami } from '../../api/queries.ts';
import { ApiProblem } from '../../api/request.ts';
import type { ReviewDetail, ReviewView } from '../../api/types.ts';
import { useGovernorNowMs } from '../../api/use-now.ts';
import { Mark } from '../../components/mark.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { ActionsPanel } from './actions-panel.tsx';
import { CausesPanel } from './causes-panel.tsx';
import { ConflictView } from './conflict-view.tsx';
import { FieldsPanel } from './fields-panel.tsx';
import { ReadingsPlot } from './readings-plot.tsx';
import { formOf, isChanged, type ReviewForm } from './review-form.ts';
import { ReviewHead } from './review-head.tsx';
import { SuggestionsPanel } from './suggestions-panel.tsx';
import { TimelinePanel } from './timeline-panel.tsx';
import { useReviewChanges } from './use-reviews.ts';

/** The review as a form: facts are there, people add what only people know. */
export function ReviewEditor({ detail }: { detail: ReviewDetail }) {
  const { review } = detail;
  const [form, setForm] = useState<ReviewForm>(() => formOf(review));
  // What somebody else has saved meanwhile.
  const [theirs, setTheirs] = useState<ReviewView>();
  const { save, step, adopt } = useReviewChanges(review.id);
  const { data: me } = useWhoami();
  const nowMs = useGovernorNowMs();
  const mayWrite = me !== undefined && me.role !== 'viewer' && review.status === 'draft';
  const changed = isChanged(form, review);
  useBlocker({
    shouldBlockFn: () => changed && !save.isPending && !window.confirm('Leave without saving?'),
    enableBeforeUnload: () => changed,
  });
  const set = (more: Partial<ReviewForm>) => setForm((before) => ({ ...before, ...more }));
  const { version: baseVersion } = review;
  const saveAs = (wanted: ReviewForm, version: number) =>
    save.mutate(
      { form: wanted, baseVersion: version },
      { onError: (problem) => setTheirs(theirsOf(problem) ?? theirs) },
    );
  if (theirs)
    return (
      <ConflictView
        {...{ base: formOf(review), mine: form, theirs, isSaving: save.isPending }}
        error={theirsOf(save.error) ? null : save.error}
        onSave={(merged) => saveAs(merged, theirs.version)}
      />
    );
  const error = save.error ?? step.error ?? adopt.error;
  return (
    <div className="stack">
      <ReviewHead
        {...{ detail, nowMs, mayWrite, changed, isSaving: save.isPending, isStepping: step.isPending }}
        onSave={() => saveAs(form, baseVersion)}
        onStep={(to) => step.mutate({ to, baseVersion })}
      />
      {error && <ProblemNote error={error} />}
      <div className="review-columns">
        <div className="stack">
          <FieldsPanel {...{ form, mayWrite }} onChange={set} />
          <TimelinePanel
            {...{ timeline: form.timeline, nowMs, mayWrite }}
            onChange={(timeline) => set({ timeline })}
          />
        </div>
        <div className="stack">
          <MissingPanel detail={detail} />
          <CausesPanel
            {...{ candidates: detail.candidates, chosen: form.rootCauses, mayWrite }}
            onChange={(rootCauses) => set({ rootCauses })}
          />
          <ActionsPanel {...{ actions: form.actions, mayWrite }} onChange={(actions) => set({ actions })} />
          <SuggestionsPanel
            {...{ detail, mayAdopt: mayWrite && !changed, isPending: adopt.isPending, changed }}
            onAdopt={(wanted) => adopt.mutate({ ...wanted, baseVersion })}
          />
          <ReadingsPlot detail={detail} />
        </div>
      </div>
    </div>
  );
}

function theirsOf(error: unknown): ReviewView | undefined {
  if (!(error instanceof ApiProblem) || error.code !== 'OUNCE_E_VERSION_CONFLICT') return undefined;
  return (error.details as { theirs?: ReviewView } | undefined)?.theirs;
}

function MissingPanel({ detail: { missing, review } }: { detail: ReviewDetail }) {
  if (review.status === 'finished') return null;
  return (
    <Panel title="Before it is finished" padded>
      {missing.length === 0 ? (
        <Mark tone="good" icon="good">
          Nothing is missing.
        </Mark>
      ) : (
        <ul className="bullets">
          {missing.map((says) => (
            <li key={says}>{says}</li>
          ))}
        </ul>
      )}
    </Panel>
  );
}
