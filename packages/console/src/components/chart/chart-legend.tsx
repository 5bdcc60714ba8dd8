import type { BandLook, LineLook } from './chart-options.ts';
import type { Overlays } from './overlays.ts';

interface ChartLegendProps {
  readonly looks: readonly LineLook[];
  readonly band: BandLook | undefined;
  readonly overlays: Overlays;
}

/** Names the lines, and the marks that are in the picture. */
export function ChartLegend({ looks, band, overlays }: ChartLegendProps) {
  const shapes = new Set(overlays.markers.map(({ shape }) => shape));
  return (
    <ul className="chart-legend">
      {looks
        .filter(({ style }) => style !== 'edge')
        .map(({ label, colour, style }) => (
          <li key={label}>
            <span className={`chart-key key-${style}`} style={{ color: `var(--${colour})` }} />
            {label}
          </li>
        ))}
      {band && (
        <li>
          <span className="chart-key key-band" style={{ color: `var(--${band.colour})` }} />
          Its band
        </li>
      )}
      {overlays.windows.length > 0 && (
        <li>
          <span className="chart-key key-fault" />
          {overlays.windowsLabel ?? 'Drill'}
        </li>
      )}
      {shapes.has('out') && (
        <li>
          <span className="tone-accent">▲</span> Scaled out
        </li>
      )}
      {shapes.has('in') && (
        <li>
          <span className="tone-replicas">▼</span> Scaled in
        </li>
      )}
      {shapes.has('held') && (
        <li>
          <span className="tone-warn key-held" /> Held back
        </li>
      )}
      {shapes.has('failed') && (
        <li>
          <span className="tone-bad">✕</span> Failed
        </li>
      )}
    </ul>
  );
}
