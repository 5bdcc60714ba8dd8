import { type FormEvent, useState } from 'react';
import type { PreventionView } from '../../api/types.ts';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { stepsDone } from './prevention-words.ts';
import { StepsBar } from './steps-bar.tsx';
import { useCheckStep, useEditPrevention } from './use-preventions.ts';

/** Its steps, to be ticked off. One that is refused goes back and says why. */
export function ChecklistPanel({
  prevention,
  mayChange,
}: {
  prevention: PreventionView;
  mayChange: boolean;
}) {
  const { id, checklist, version } = prevention;
  const check = useCheckStep(id);
  const edit = useEditPrevention(id);
  const [fresh, setFresh] = useState('');
  // A tick that is on its way: it shows at once, and goes back when it is refused.
  const [sent, setSent] = useState<{ step: number; done: boolean }>();
  const isShown = (step: number, done: boolean) => (sent?.step === step ? sent.done : done);
  const tick = (step: number, done: boolean) => {
    setSent({ step, done });
    check.mutate({ step, done }, { onSettled: () => setSent(undefined) });
  };
  const add = (event: FormEvent) => {
    event.preventDefault();
    const steps = [...checklist, { text: fresh.trim(), done: false }];
    edit.mutate({ checklist: steps, baseVersion: version }, { onSuccess: () => setFresh('') });
  };
  return (
    <Panel title="Steps" aside={<StepsBar done={stepsDone(prevention)} all={checklist.length} />}>
      <ul className="checklist">
        {checklist.map(({ text, done }, step) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a step is known by its place
          <li key={step}>
            <label className="check">
              <input
                type="checkbox"
                checked={isShown(step, done)}
                disabled={!mayChange || sent !== undefined}
                onChange={({ target }) => tick(step, target.checked)}
              />
              <span className={isShown(step, done) ? 'muted' : ''}>{text}</span>
            </label>
          </li>
        ))}
      </ul>
      {checklist.length === 0 && (
        <p className="muted panel-body">Write down what has to be done: complete means that each step is.</p>
      )}
      {mayChange && (
        <form className="checklist-add" onSubmit={add}>
          <input
            className="input"
            aria-label="A new step"
            placeholder="Add a step"
            value={fresh}
            maxLength={500}
            onChange={({ target }) => setFresh(target.value)}
          />
          <button type="submit" className="button" disabled={fresh.trim() === '' || edit.isPending}>
            Add
          </button>
        </form>
      )}
      {(check.error ?? edit.error) && <ProblemNote error={check.error ?? edit.error} />}
    </Panel>
  );
}
