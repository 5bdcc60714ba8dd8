import type { Condition, Criterion } from '@ounce/core';
import { type Marks, sayCondition, worstOf } from './marks.ts';
import type { Observations } from './observations.ts';
import { RecoveryWatch } from './recovery.ts';
import { figure, percent, seconds, tenths } from './say.ts';

/** What can be said of a criterion; `met` is undefined while it cannot be said yet. */
export type Judged = { readonly met: boolean | undefined; readonly says: string };

type Of<Kind extends Criterion['kind']> = Extract<Criterion, { kind: Kind }>;
type Seen = Pick<Observations, 'faultStartedAtMs' | 'faultEndedAtMs' | 'instances'>;

export function judgeReaches(
  { condition, withinMs }: Of<'reaches'>,
  marks: Marks,
  { faultStartedAtMs }: Seen,
  nowMs: number,
): Judged {
  const what = sayCondition(condition);
  const limit = `limit ${seconds(withinMs)}`;
  if (faultStartedAtMs === undefined) return { met: undefined, says: `${what}: not tried yet (${limit}).` };
  const first = marks.known(faultStartedAtMs).find(({ truth }) => truth === 'true');
  if (first) {
    const tookMs = first.atMs - faultStartedAtMs;
    return { met: tookMs <= withinMs, says: `${what}: ${tenths(tookMs)} after the start (${limit}).` };
  }
  const late = nowMs - faultStartedAtMs > withinMs;
  return { met: late ? false : undefined, says: `${what}: never${lastOf(marks)} (${limit}).` };
}

export function judgeHolds(
  { condition, afterMs, readingShare = 1 }: Of<'holds'>,
  marks: Marks,
  { faultStartedAtMs, faultEndedAtMs }: Seen,
  nowMs: number,
): Judged {
  const what = sayCondition(condition);
  const limit = readingShare === 1 ? 'all' : `at least ${percent(readingShare)}`;
  if (faultStartedAtMs === undefined) return { met: undefined, says: `${what}: not tried yet (${limit}).` };
  const fromMs = faultStartedAtMs + afterMs;
  const toMs = faultEndedAtMs ?? nowMs;
  const known = marks.known(fromMs, toMs);
  const ended = faultEndedAtMs !== undefined;
  if (known.length === 0 || (ended && marks.unknownMs(fromMs, toMs) > (toMs - fromMs) / 2))
    return { met: ended ? false : undefined, says: `${what}: too little could be read under the fault.` };
  const good = known.filter(({ truth }) => truth === 'true').length;
  const share = good / known.length;
  const says = `${what}: in ${good} of ${known.length} readings under the fault (limit ${limit}); worst ${figure(worstOf(condition, known))}.`;
  return { met: ended ? share >= readingShare : undefined, says };
}

export function judgeReturns(
  { condition, withinMs, holdMs }: Of<'returns'>,
  marks: Marks,
  { faultEndedAtMs }: Seen,
  nowMs: number,
): Judged {
  const what = sayCondition(condition);
  const limit = `limit ${seconds(withinMs)}, held for ${seconds(holdMs)}`;
  if (faultEndedAtMs === undefined)
    return { met: undefined, says: `${what} again: the fault has not ended (${limit}).` };
  const watch = new RecoveryWatch(faultEndedAtMs, holdMs);
  for (const { atMs, truth } of marks.all) watch.see(atMs, truth);
  const { normalAtMs } = watch;
  if (normalAtMs === undefined) {
    const sinceMs = nowMs - faultEndedAtMs;
    const late = sinceMs > withinMs + holdMs;
    return {
      met: late ? false : undefined,
      says: `${what} again: not ${seconds(sinceMs)} after the end${lastOf(marks)} (${limit}).`,
    };
  }
  const tookMs = normalAtMs - faultEndedAtMs;
  return { met: tookMs <= withinMs, says: `${what} again: ${tenths(tookMs)} after the end (${limit}).` };
}

export function judgeInstances(
  { withinMs }: Of<'instances_recover'>,
  { faultStartedAtMs, instances }: Seen,
  nowMs: number,
): Judged {
  const limit = `limit ${tenths(withinMs)}`;
  if (faultStartedAtMs === undefined || !instances)
    return { met: undefined, says: `Instances recover: not tried yet (${limit}).` };
  const { lost, recoveredAtMs } = instances;
  if (recoveredAtMs !== undefined) {
    const tookMs = Math.max(0, recoveredAtMs - faultStartedAtMs);
    return { met: tookMs <= withinMs, says: `Instances ready again after ${tenths(tookMs)} (${limit}).` };
  }
  const sinceMs = nowMs - faultStartedAtMs;
  const says = lost
    ? `An instance is not ready again after ${seconds(sinceMs)} (${limit}).`
    : `No instance was seen to go (${limit}).`;
  // The platform is asked every few seconds: what happened within the limit may be told after it.
  return { met: lost && sinceMs > withinMs + platformLagMs ? false : undefined, says };
}

const platformLagMs = 10_000;

/** `; it is 3`, or why nothing is known. */
function lastOf(marks: Marks): string {
  const last = marks.all.at(-1);
  if (!last) return '';
  return last.value === undefined ? '; it cannot be read' : `; it is ${figure(last.value)}`;
}

/** Why nothing was to be seen of the fault, with the furthest that each condition came. */
export function sayInvisible(watched: ReadonlyMap<Condition, Marks>, fromMs: number): string {
  const parts = [...watched].map(([condition, marks]) => {
    const values = marks.known(fromMs).map(({ value }) => value);
    const most = condition.above === undefined ? Math.min(...values) : Math.max(...values);
    const reached = values.length === 0 ? 'it could not be read' : `it came to ${figure(most)}`;
    return `${sayCondition(condition)}: ${reached}`;
  });
  return parts.join('; ');
}
