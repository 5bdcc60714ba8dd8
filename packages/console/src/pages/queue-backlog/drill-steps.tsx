import type { ServiceState } from '../../api/types.ts';
import { formatDuration } from '../../format/times.ts';

interface DrillStepsProps {
  readonly durationMs: number;
  /** Undefined while what was typed is no factor. */
  readonly factor: number | undefined;
  readonly controls: 'on' | 'off';
  readonly allowed: readonly ServiceState[];
}

const namedAtMost = 6;

/** The services by name; many of them, by how many more there are. */
function listServices(services: readonly ServiceState[]): string {
  const names = services.slice(0, namedAtMost).map(({ service, region }) => `${service}@${region}`);
  const more = services.length - names.length;
  return [...names, ...(more > 0 ? [`${more} more`] : [])].join(', ');
}

/** Exactly what will happen, in its order, before anybody presses anything. */
export function DrillSteps({ durationMs, factor, controls, allowed }: DrillStepsProps) {
  const lasting = formatDuration(durationMs);
  return (
    <ol className="drill-steps">
      <li>The steady state must hold first. If it does not, nothing is injected.</li>
      <li>
        For {lasting}, <strong>real arrivals are multiplied by {factor ?? '…'}</strong>. Only services that
        the configuration marks as <code>chaos: allowed</code> are touched: {listServices(allowed)}.
      </li>
      <li>
        {controls === 'on'
          ? 'Controls act as always, within their guard rails; whether they do it well is what is being judged.'
          : 'Controls do not act: the backlog grows until the fault ends. This shows what they are worth.'}
      </li>
      <li>
        The fault lets go by itself after {lasting}, even if this page, or the governor, is gone by then.
        Aborting removes it within 5 s.
      </li>
      <li>
        The verdict stays in the ledger. Incidents on the way are marked as drills and never counted as real.
      </li>
    </ol>
  );
}
