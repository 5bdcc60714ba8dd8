/** How far back the page looks. */
export const spans = [
  { hours: 1, label: 'the last hour' },
  { hours: 6, label: 'the last 6 hours' },
  { hours: 24, label: 'the last day' },
  { hours: 48, label: 'the last 2 days' },
] as const;

const usual = 6;

export interface ScalingSearch {
  readonly service?: string;
  readonly region?: string;
  readonly hours: number;
}

/** Reads the search part of an address; a time that the page does not offer becomes the usual one. */
export function readScalingSearch(search: Record<string, unknown>): ScalingSearch {
  const { service, region } = search;
  const hours = Number(search.hours);
  return {
    ...(typeof service === 'string' ? { service } : {}),
    ...(typeof region === 'string' ? { region } : {}),
    hours: spans.some((span) => span.hours === hours) ? hours : usual,
  };
}
