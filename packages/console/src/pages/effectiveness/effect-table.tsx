import type { ReactNode } from 'react';
import type { TypeEffectView } from '../../api/types.ts';
import { AnswerMark } from './answer-mark.tsx';
import { rateWords, ratioWords } from './figures.ts';
import { ForestAxis, ForestRow } from './forest-row.tsx';

export type EffectRow = Pick<TypeEffectView, 'kind' | 'before' | 'after' | 'rate' | 'ratio' | 'anytime'> & {
  readonly key: string;
  readonly name: ReactNode;
};

/** Before, after and their ratio, in figures and drawn on one axis. */
export function EffectTable({ label, rows }: { label: string; rows: readonly EffectRow[] }) {
  return (
    <div className="effect-scroll">
      <table className="table effect-table">
        <caption className="unseen">{label}. Rates are incidents a month with 95 % intervals.</caption>
        <thead>
          <tr>
            <th scope="col">What</th>
            <th scope="col">Before, a month</th>
            <th scope="col">After, a month</th>
            <th scope="col" className="effect-drawn">
              Fewer ← ×1 → more
            </th>
            <th scope="col">Ratio (at any look)</th>
            <th scope="col">Answer</th>
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, kind, before, after, rate, ratio, anytime }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              <td data-label="Before">{rateWords(before ?? rate)}</td>
              <td data-label="After">{after ? rateWords(after) : '–'}</td>
              <td className="effect-drawn">
                <ForestRow ratio={ratio} anytime={anytime} />
              </td>
              <td data-label="Ratio">{ratioWords(anytime)}</td>
              <td>
                <AnswerMark kind={kind} />
              </td>
            </tr>
          ))}
          <tr className="effect-axis">
            <td colSpan={3} />
            <td className="effect-drawn">
              <ForestAxis />
            </td>
            <td colSpan={2} />
          </tr>
        </tbody>
      </table>
    </div>
  );
}
