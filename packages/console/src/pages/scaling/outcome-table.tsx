import { formatCount, formatRate } from '../../format/numbers.ts';
import type { KnownStory } from './scaling-story.tsx';

/** Minutes over the threshold and what they cost, for each way of scaling. */
export function OutcomeTable({ story }: { story: KnownStory }) {
  const ways = [
    { name: 'What happened', told: story.happened },
    { name: 'Reactive scaling', told: story.reactive },
    { name: 'Ounce, enforced', told: story.controlled },
  ];
  return (
    <table className="table capacity-table">
      <thead>
        <tr>
          <th scope="col">Way</th>
          <th scope="col" className="number">
            Minutes over
          </th>
          <th scope="col" className="number">
            Peak
          </th>
          <th scope="col" className="number">
            Replica-hours
          </th>
          <th scope="col" className="number">
            Too many
          </th>
          <th scope="col" className="number">
            Too few
          </th>
          <th scope="col" className="number">
            Scale-outs
          </th>
        </tr>
      </thead>
      <tbody>
        {ways.map(({ name, told: { outcome, provisioning } }) => (
          <tr key={name}>
            <th scope="row">{name}</th>
            <td className={`number${outcome.minutesOver > 0 ? ' tone-bad' : ''}`} data-label="Minutes over">
              {formatRate(outcome.minutesOver)}
            </td>
            <td className="number" data-label="Peak">
              {formatCount(outcome.peakDepth)}
            </td>
            <td className="number" data-label="Replica-hours">
              {formatRate(outcome.replicaHours)}
            </td>
            <td className="number" data-label="Too many (replica-hours)">
              {formatRate(provisioning.over)}
            </td>
            <td className="number" data-label="Too few (replica-hours)">
              {formatRate(provisioning.under)}
            </td>
            <td className="number" data-label="Scale-outs">
              {formatCount(outcome.scaleOuts)}
            </td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}
