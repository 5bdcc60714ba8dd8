import type { IncidentView } from '../../api/types.ts';
import { formatDuration, formatMoment } from '../../format/times.ts';

interface Phase {
  readonly name: string;
  readonly className: string;
  readonly fromMs: number;
  readonly toMs: number;
}

/** What is shorter is no stretch of time to a reader. */
const shortestMs = 1000;

/** From each known time to the next one; what is not known yet is not drawn. */
function phasesOf(incident: IncidentView, nowMs: number): Phase[] {
  const endMs = incident.resolvedAtMs ?? nowMs;
  const points = [
    { name: 'Until noticed', className: 'phase-unnoticed', atMs: incident.detectedAtMs },
    { name: 'Until acknowledged', className: 'phase-waiting', atMs: incident.acknowledgedAtMs },
    { name: 'Until mitigated', className: 'phase-worked-on', atMs: incident.mitigatedAtMs },
    {
      name: incident.resolvedAtMs === undefined ? 'Until now' : 'Until resolved',
      className: incident.resolvedAtMs === undefined ? 'phase-going-on' : 'phase-closing',
      atMs: endMs,
    },
  ];
  // Times come from several systems: an acknowledgement may well be told before the detection is.
  const known = points.flatMap(({ atMs, ...point }) => (atMs === undefined ? [] : [{ ...point, atMs }]));
  let fromMs = incident.startedAtMs;
  return known
    .toSorted((a, b) => a.atMs - b.atMs)
    .flatMap(({ name, className, atMs }) => {
      const phase = { name, className, fromMs, toMs: atMs };
      fromMs = atMs;
      return phase.toMs - phase.fromMs >= shortestMs ? [phase] : [];
    });
}

/** How an incident's time was spent: started, noticed, acknowledged, mitigated, resolved. */
export function TimesBar({ incident, nowMs }: { incident: IncidentView; nowMs: number }) {
  const phases = phasesOf(incident, nowMs);
  const wholeMs = Math.max(1, (phases.at(-1)?.toMs ?? incident.startedAtMs) - incident.startedAtMs);
  return (
    <div className="times">
      <div className="times-bar" aria-hidden="true">
        {phases.map(({ name, className, fromMs, toMs }) => (
          // A phase of seconds in an incident of hours can still be seen.
          <div
            key={name}
            className={className}
            style={{ flexGrow: Math.max(0.02, (toMs - fromMs) / wholeMs) }}
          />
        ))}
      </div>
      <ol className="times-legend">
        {phases.map(({ name, className, fromMs, toMs }) => (
          <li key={name}>
            <span className={`times-key ${className}`} aria-hidden="true" />
            <span className="muted small">{name}</span>
            <span className="strong">{formatDuration(toMs - fromMs)}</span>
            <span className="faint small">{formatMoment(toMs, nowMs)}</span>
          </li>
        ))}
      </ol>
    </div>
  );
}
