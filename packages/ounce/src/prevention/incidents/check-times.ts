import { type Incident, OunceError } from '@ounce/core';

type Times = Pick<
  Incident,
  'startedAtMs' | 'detectedAtMs' | 'acknowledgedAtMs' | 'mitigatedAtMs' | 'resolvedAtMs'
>;

/** Clocks of other systems may be that far ahead. */
const mostSkewMs = 5 * 60_000;
/** Nothing that Ounce looks after is older. */
const earliestMs = Date.UTC(1990, 0, 1);

const words: Readonly<Record<keyof Times, string>> = {
  startedAtMs: 'start',
  detectedAtMs: 'detection',
  acknowledgedAtMs: 'acknowledgement',
  mitigatedAtMs: 'mitigation',
  resolvedAtMs: 'resolution',
};

/** Which times cannot be together, in one sentence and with the field; undefined when they can. */
export function whatIsWrongWith(
  times: Times,
  nowMs: number,
): { field: keyof Times; says: string } | undefined {
  for (const field of Object.keys(words) as (keyof Times)[]) {
    const atMs = times[field];
    if (atMs === undefined) continue;
    if (atMs > nowMs + mostSkewMs)
      return { field, says: `its ${words[field]} (${iso(atMs)}) is in the future` };
    if (atMs < earliestMs) return { field, says: `its ${words[field]} (${iso(atMs)}) is before 1990` };
    if (atMs < times.startedAtMs) {
      const start = iso(times.startedAtMs);
      return { field, says: `its ${words[field]} (${iso(atMs)}) would be before its start (${start})` };
    }
  }
  const { mitigatedAtMs, resolvedAtMs } = times;
  if (mitigatedAtMs !== undefined && resolvedAtMs !== undefined && mitigatedAtMs > resolvedAtMs) {
    const says = `its mitigation (${iso(mitigatedAtMs)}) would be after its resolution (${iso(resolvedAtMs)})`;
    return { field: 'mitigatedAtMs', says };
  }
  return undefined;
}

/** Throws OUNCE_E_BAD_REQUEST for times that cannot be together. */
export function checkTimes(times: Times, nowMs: number): void {
  const wrong = whatIsWrongWith(times, nowMs);
  if (!wrong) return;
  throw new OunceError('OUNCE_E_BAD_REQUEST', `The incident cannot be so: ${wrong.says}.`, {
    mend: 'Give a time that fits, or correct the other one with `ounce incidents correct`.',
  });
}

const iso = (atMs: number): string =>
  Math.abs(atMs) <= 8.64e15 ? new Date(atMs).toISOString() : String(atMs);
