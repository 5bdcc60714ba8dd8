import { missing } from '../../format/numbers.ts';
import { formatClock } from '../../format/times.ts';
import type { LineLook } from './chart-options.ts';
import type { Marker } from './overlays.ts';

interface TooltipProps {
  readonly left: number;
  readonly widthPx: number;
  readonly atMs: number;
  readonly rows: readonly { readonly look: LineLook; readonly value: number | null | undefined }[];
  readonly markers: readonly Marker[];
  readonly formatValue: (value: number) => string;
}

/** The y axis stands left of the plot, in pixels (see `chart-options.ts`). */
const axisPx = 46;

/** The values of one moment, beside the pointer, on whichever side has the room. */
export function Tooltip({ left, widthPx, atMs, rows, markers, formatValue }: TooltipProps) {
  const x = left + axisPx;
  const onLeft = x > widthPx * 0.55;
  return (
    <div
      className="chart-tip"
      style={onLeft ? { right: widthPx - x + 14 } : { left: x + 14 }}
      aria-hidden="true"
    >
      <p className="strong">{formatClock(atMs)}</p>
      <dl>
        {rows
          .filter(({ value }) => value !== undefined)
          .map(({ look, value }) => (
            <div key={look.label}>
              <dt>
                <span className={`chart-key key-${look.style}`} style={{ color: `var(--${look.colour})` }} />
                {look.label}
              </dt>
              <dd>{value === null || value === undefined ? missing : formatValue(value)}</dd>
            </div>
          ))}
      </dl>
      {markers.map(({ atMs: markerMs, says }) => (
        <p key={`${markerMs} ${says}`} className="chart-tip-action">
          {says}
        </p>
      ))}
    </div>
  );
}
