import '../effectiveness/effectiveness.css';
import { usePreventionEffect } from '../../api/effectiveness.ts';
import type { PreventionEffectDetail } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { ProblemNote } from '../../components/note.tsx';
import { Panel } from '../../components/panel.tsx';
import { AnswerMark } from '../effectiveness/answer-mark.tsx';
import { EffectTable } from '../effectiveness/effect-table.tsx';
import { effectsCsv } from '../effectiveness/effects-csv.ts';

/** Before and after of one prevention that protects: drawn, beside what was expected and with whom the credit is shared. */
export function EffectPanel({ id }: { id: string }) {
  const { data, error } = usePreventionEffect(id);
  if (!data) return error ? <ProblemNote error={error} /> : null;
  return (
    <Panel
      title="Measured effect"
      aside={
        <span className="row">
          <AnswerMark kind={(data.times ?? data).kind} />
          <CsvExport fileName={`effect-${id}`} text={() => effectsCsv(rowsOf(data))} />
        </span>
      }
    >
      <div className="effect-words">
        {data.times && <p className="strong">Times: {data.times.headline}</p>}
        <p className={data.times ? undefined : 'strong'}>
          {data.times && 'Rate: '}
          {data.headline}
        </p>
        {sentencesOf(data).map((sentence) => (
          <p key={sentence} className="muted small">
            {sentence}
          </p>
        ))}
      </div>
      <EffectTable label={`Effect of ${data.title}`} rows={rowsOf(data)} />
    </Panel>
  );
}

/** All it protects, and each service by itself. */
function rowsOf({ services, ...whole }: PreventionEffectDetail) {
  return [
    { ...whole, key: 'all', name: 'All it protects' },
    ...services.map((one) => ({ ...one, key: `service ${one.service}`, name: one.service })),
  ];
}

const mostNamed = 3;

function sentencesOf({ split, notes, expected, strength, credit }: PreventionEffectDetail): string[] {
  return [
    ...(split ? [`Before and after: ${split.says}.`] : []),
    ...(expected ? [expected] : []),
    ...notes,
    ...(strength ? [strength.says] : []),
    ...credit
      .filter(({ sharedWith }) => sharedWith.length > 0)
      .map(({ sharedWith }) => {
        const more = sharedWith.length > mostNamed ? ` and ${sharedWith.length - mostNamed} more` : '';
        return `The credit is shared evenly with ${sharedWith.slice(0, mostNamed).join(', ')}${more}, which protected at the same time: the counts do not tell them apart.`;
      }),
  ];
}
