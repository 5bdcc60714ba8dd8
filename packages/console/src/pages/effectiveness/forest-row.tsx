import type { TypeEffectView } from '../../api/types.ts';
import { axisTicks, onAxis } from './figures.ts';

type Ratio = TypeEffectView['ratio'];

const percent = (ratio: number) => `${onAxis(ratio)}%`;

/** One row of the forest plot; the figures beside it say the same. The thin line holds at every look, the thick one for one look. */
export function ForestRow({ ratio, anytime }: { ratio: Ratio; anytime: Ratio }) {
  return (
    <svg className="forest-row" width="100%" height="26" aria-hidden="true">
      {axisTicks.map((tick) => (
        <line
          key={tick}
          className={tick === 1 ? 'forest-one' : 'forest-tick'}
          x1={percent(tick)}
          x2={percent(tick)}
          y1="0"
          y2="26"
        />
      ))}
      {anytime && (
        <line
          className="forest-anytime"
          x1={percent(anytime.low)}
          x2={percent(anytime.high ?? Number.POSITIVE_INFINITY)}
          y1="13"
          y2="13"
        />
      )}
      {ratio && (
        <line
          className="forest-once"
          x1={percent(ratio.low)}
          x2={percent(ratio.high ?? Number.POSITIVE_INFINITY)}
          y1="13"
          y2="13"
        />
      )}
      {ratio && ratio.estimate !== null && (
        <circle className="forest-point" cx={percent(ratio.estimate)} cy="13" r="4.5" />
      )}
    </svg>
  );
}

/** The axis below all rows: fewer to the left, more to the right. */
export function ForestAxis() {
  return (
    <svg className="forest-row" width="100%" height="18" aria-hidden="true">
      {axisTicks.map((tick) => (
        <text key={tick} className="forest-label" x={percent(tick)} y="13" textAnchor="middle">
          ×{tick}
        </text>
      ))}
    </svg>
  );
}
