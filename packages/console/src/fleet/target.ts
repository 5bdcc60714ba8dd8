import type { ServiceState } from '../api/types.ts';

/** Which service a page is about, as its address says it; without one the page chooses. */
export interface Target {
  readonly service?: string;
  readonly region?: string;
}

/** Reads a target from the search part of an address; what is not text is left out. */
export function readTarget(search: Record<string, unknown>): Target {
  const { service, region } = search;
  return {
    ...(typeof service === 'string' ? { service } : {}),
    ...(typeof region === 'string' ? { region } : {}),
  };
}

/**
 * The service that a page shows among `candidates`: the one that is named (in any region when none is named), else the
 * one that needs to be seen first. Undefined when the named one is not there: another must never stand in for it.
 */
export function chooseTarget(
  candidates: readonly ServiceState[],
  wanted: Target,
  urgency: (service: ServiceState) => number,
): ServiceState | undefined {
  const matching = candidates.filter(
    ({ service, region }) =>
      (wanted.service === undefined || wanted.service === service) &&
      (wanted.region === undefined || wanted.region === region),
  );
  return matching.toSorted((a, b) => urgency(b) - urgency(a))[0];
}
