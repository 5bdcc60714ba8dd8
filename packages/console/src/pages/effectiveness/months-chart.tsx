import { useId } from 'react';
import type { TypeEffectView } from '../../api/types.ts';
import { CsvExport } from '../../components/csv-export.tsx';
import { csvOf } from '../../format/csv.ts';
import { dayWords } from './figures.ts';

const height = 96;

interface MonthsChartProps {
  readonly months: TypeEffectView['months'];
  readonly splitMs: number | undefined;
}

/** Incidents by calendar month, severe ones darker, months that nobody watched left pale, and the line where it changed. */
export function MonthsChart({ months, splitMs }: MonthsChartProps) {
  const id = useId();
  if (months.length === 0) return null;
  const most = Math.max(1, ...months.map(({ count }) => count));
  const width = 100 / months.length;
  const split = splitMs === undefined ? undefined : positionOf(splitMs, months);
  const tall = (count: number) => (height * count) / most;
  return (
    <figure className="months" aria-labelledby={id}>
      <figcaption id={id} className="small muted">
        Incidents by month, at most {most}; darker: severity 1 or 2
        {splitMs !== undefined && `; the line is ${dayWords(splitMs)}`}
      </figcaption>
      <svg width="100%" height={height + 2} aria-hidden="true">
        {months.map(({ month, count, severe, watchedDays }, index) => (
          <g key={month}>
            {watchedDays < 1 && (
              <rect
                className="months-unwatched"
                x={`${index * width}%`}
                y="0"
                width={`${width}%`}
                height={height}
              />
            )}
            <rect
              className="months-count"
              x={`${index * width + width * 0.12}%`}
              y={height - tall(count)}
              width={`${width * 0.76}%`}
              height={tall(count)}
            />
            <rect
              className="months-severe"
              x={`${index * width + width * 0.12}%`}
              y={height - tall(severe)}
              width={`${width * 0.76}%`}
              height={tall(severe)}
            />
          </g>
        ))}
        <line className="months-base" x1="0" x2="100%" y1={height + 0.5} y2={height + 0.5} />
        {split !== undefined && (
          <line className="months-split" x1={`${split}%`} x2={`${split}%`} y1="0" y2={height} />
        )}
      </svg>
      <div className="months-ends small faint" aria-hidden="true">
        <span>{months[0]!.month}</span>
        <span>{months.at(-1)!.month}</span>
      </div>
      <details className="small">
        <summary>As a table</summary>
        <CsvExport fileName="incidents-by-month" text={() => monthsCsv(months)} />
        <table className="table months-table">
          <thead>
            <tr>
              <th scope="col">Month</th>
              <th scope="col">Incidents</th>
              <th scope="col">Severity 1 or 2</th>
              <th scope="col">Days watched</th>
            </tr>
          </thead>
          <tbody>
            {months.map(({ month, count, severe, watchedDays }) => (
              <tr key={month}>
                <th scope="row">{month}</th>
                <td>{watchedDays < 1 ? '–' : count}</td>
                <td>{watchedDays < 1 ? '–' : severe}</td>
                <td>{watchedDays.toFixed(0)}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </details>
    </figure>
  );
}

function monthsCsv(months: TypeEffectView['months']): string {
  return csvOf(
    ['month', 'incidents', 'severity 1 or 2', 'days watched'],
    months.map(({ month, count, severe, watchedDays }) =>
      // What nobody watched has no count of 0.
      watchedDays < 1 ? [month, undefined, undefined, watchedDays] : [month, count, severe, watchedDays],
    ),
  );
}

/** In percent of the width; undefined where the change lies outside of what is drawn. */
function positionOf(atMs: number, months: TypeEffectView['months']): number | undefined {
  const at = new Date(atMs);
  const index = months.findIndex(({ month }) => month === at.toISOString().slice(0, 7));
  return index < 0 ? undefined : (100 * (index + (at.getUTCDate() - 1) / 31)) / months.length;
}
