import { formatCount, formatRate, formatShare } from '../../format/numbers.ts';
import { worstOfDays } from './days.ts';
import type { KnownWeek } from './week-detail.tsx';

const day = new Intl.DateTimeFormat('en-GB', { weekday: 'short', day: 'numeric', month: 'short' });
const hour = new Intl.DateTimeFormat('en-GB', { hour: '2-digit', minute: '2-digit' });

/** The busiest hour of each day ahead. */
export function DayTable({ week }: { week: KnownWeek }) {
  return (
    <table className="table capacity-table">
      <thead>
        <tr>
          <th scope="col">Day</th>
          <th scope="col">Busiest</th>
          <th scope="col" className="number">
            Expected /s
          </th>
          <th scope="col" className="number">
            At most /s
          </th>
          <th scope="col" className="number">
            Headroom
          </th>
          <th scope="col" className="number">
            Replicas
          </th>
        </tr>
      </thead>
      <tbody>
        {worstOfDays(week.hours).map(({ startMs, expected, upper, headroom, replicas, capped }) => (
          <tr key={startMs}>
            <th scope="row">{day.format(startMs)}</th>
            <td data-label="Busiest">{hour.format(startMs)}</td>
            <td className="number" data-label="Expected /s">
              {formatRate(expected)}
            </td>
            <td className="number" data-label="At most /s">
              {formatRate(upper)}
            </td>
            <td className={`number${headroom < 0 ? ' tone-bad strong' : ''}`} data-label="Headroom">
              {headroom < 0 ? `${formatShare(-headroom)} short` : formatShare(headroom)}
            </td>
            <td className="number" data-label="Replicas">
              {formatCount(replicas)}
              {capped && <span className="tone-bad"> (ceiling)</span>}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
