import type { Trace } from './traces.ts';
import type { Run } from './world.ts';

/** Upper limits. */
interface Goal {
  readonly peak?: number;
  /** Seconds of base work. */
  readonly peakSeconds?: number;
  readonly minutes?: number;
  readonly cost?: number;
}

const surge: Goal = { peakSeconds: 3 };
const goals: Readonly<Record<string, Goal>> = {
  '10x step': { peak: 43_000, minutes: 1.3, cost: 2.0 },
  '10x in 60 s': { peak: 26_000, minutes: 1.4, cost: 2.9 },
  '2x in 60 s': surge,
  '3x in 120 s': surge,
  '5x in 300 s': surge,
  '10x in 600 s': surge,
  'growth 5 %/min': { minutes: 0, cost: 1.25 },
};
const peers = ['HPA queue', 'HPA rate', 'HPA max', 'KEDA', 'predictive HPA', 'AWS target', 'AWS step'];

/** One line: what was to be reached, and what was. */
export function verdictOn(trace: Trace, runs: Readonly<Record<string, Run>>): string {
  const { goal, says } = goalOf(trace, runs);
  const { peak, minutesOverSlo, cost } = runs.ounce!;
  const parts = [
    part('peak', peak, goal.peak),
    part('peak in seconds of base work', peak / trace.base, goal.peakSeconds),
    part('minutes over the SLO', minutesOverSlo, goal.minutes),
    part('cost', cost, goal.cost),
  ].filter((one) => one !== undefined);
  return `${trace.name} (${trace.kind}): ${parts.length > 0 ? parts.join('; ') : 'no goal'}${says}`;
}

/** A daily trace: nothing over the SLO at 1.25 x. A bursty one: half the minutes of the best peer, at no more than its cost. */
function goalOf({ name, kind }: Trace, runs: Readonly<Record<string, Run>>): { goal: Goal; says: string } {
  if (kind === 'made') return { goal: goals[name] ?? {}, says: '' };
  if (kind === 'daily') return { goal: { minutes: 0, cost: 1.25 }, says: '' };
  const [best] = peers
    .map((peer) => ({ peer, run: runs[peer]! }))
    .sort((a, b) => a.run.minutesOverSlo - b.run.minutesOverSlo);
  return {
    goal: { minutes: best!.run.minutesOverSlo / 2, cost: best!.run.cost },
    says: ` (best peer: ${best!.peer})`,
  };
}

function part(what: string, measured: number, limit: number | undefined): string | undefined {
  if (limit === undefined) return undefined;
  const verdict = measured <= limit ? 'met' : 'NOT met';
  return `${what} ${short(measured)}, goal ${short(limit)}: ${verdict}`;
}

function short(value: number): string {
  return value >= 1000 ? Math.round(value).toLocaleString('en') : `${Number(value.toPrecision(3))}`;
}
