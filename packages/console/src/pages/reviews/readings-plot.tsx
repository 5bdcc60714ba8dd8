import type { ReviewDetail } from '../../api/types.ts';
import { Panel } from '../../components/panel.tsx';
import { formatCount } from '../../format/numbers.ts';
import { formatClock } from '../../format/times.ts';

const [width, height] = [300, 44];

/** What was read of the service around the incident; its time is shaded. A gap is a time without readings. */
export function ReadingsPlot({ detail: { readings, incident } }: { detail: ReviewDetail }) {
  if (readings.length === 0) return null;
  return (
    <Panel title="Readings around it" padded>
      <div className="stack">
        {readings.map(({ series, sinceMs, stepMs, values }) => {
          const known = values.filter((value) => value !== null);
          const [low, high] = [Math.min(...known), Math.max(...known)];
          const untilMs = sinceMs + stepMs * values.length;
          const x = (atMs: number) => (width * (atMs - sinceMs)) / (untilMs - sinceMs);
          const begun = incident ? x(incident.startedAtMs) : 0;
          const ended = Math.min(width, x(incident?.resolvedAtMs ?? untilMs));
          return (
            <figure key={series} className="readings-plot">
              <figcaption className="row spread small">
                <span className="strong">{series}</span>
                <span className="faint">
                  {formatCount(low)} to {formatCount(high)}
                </span>
              </figcaption>
              <svg
                viewBox={`0 0 ${width} ${height}`}
                preserveAspectRatio="none"
                role="img"
                aria-label={`${series} from ${formatClock(sinceMs)} to ${formatClock(untilMs)}: ${low} to ${high}`}
              >
                <rect
                  x={begun}
                  width={Math.max(1, ended - begun)}
                  height={height}
                  className="readings-during"
                />
                {runsOf(values).map(({ from, run }) => (
                  <polyline
                    key={from}
                    points={run
                      .map((value, at) => {
                        const across = (width * (from + at + 0.5)) / values.length;
                        const up = high > low ? (value - low) / (high - low) : 0.5;
                        return `${across.toFixed(1)},${(height - 3 - up * (height - 6)).toFixed(1)}`;
                      })
                      .join(' ')}
                  />
                ))}
              </svg>
            </figure>
          );
        })}
      </div>
    </Panel>
  );
}

/** The stretches that have readings. */
function runsOf(values: readonly (number | null)[]): { from: number; run: number[] }[] {
  const runs: { from: number; run: number[] }[] = [];
  values.forEach((value, at) => {
    const last = runs.at(-1);
    if (value === null) return;
    if (last && last.from + last.run.length === at) last.run.push(value);
    else runs.push({ from: at, run: [value] });
  });
  return runs;
}
