import type { VerdictView } from '../api/types.ts';
import { formatCount } from '../format/numbers.ts';
import { formatDuration } from '../format/times.ts';

/** The measured figures of a verdict; those that were not measured are left out, never shown as zero. */
function figuresOf(verdict: VerdictView): { name: string; value: string }[] {
  const {
    scaling,
    normalAfterStartMs,
    normalAfterEndMs,
    errors,
    steadyDepth,
    peakDepth,
    peakReplicas,
    messages,
  } = verdict;
  return [
    ...(scaling
      ? [{ name: 'First scaling, after the fault began', value: formatDuration(scaling.afterFaultMs) }]
      : []),
    ...(normalAfterStartMs === undefined
      ? []
      : [{ name: 'Normal again, after the fault began', value: formatDuration(normalAfterStartMs) }]),
    ...(normalAfterEndMs === undefined
      ? []
      : [{ name: 'Normal again, after the fault ended', value: formatDuration(normalAfterEndMs) }]),
    ...(steadyDepth === undefined ? [] : [{ name: 'Steady depth', value: formatCount(steadyDepth) }]),
    ...(peakDepth === undefined ? [] : [{ name: 'Peak depth', value: formatCount(peakDepth) }]),
    ...(peakReplicas === undefined ? [] : [{ name: 'Most replicas', value: formatCount(peakReplicas) }]),
    ...(errors === undefined ? [] : [{ name: 'Errors', value: formatCount(errors) }]),
    ...(messages
      ? [
          {
            name: 'Messages accepted / handled',
            value: `${formatCount(messages.accepted)} / ${formatCount(messages.handledDistinct)}`,
          },
        ]
      : []),
  ];
}

export function VerdictFigures({ verdict }: { verdict: VerdictView }) {
  return (
    <dl className="figures">
      {figuresOf(verdict).map(({ name, value }) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
