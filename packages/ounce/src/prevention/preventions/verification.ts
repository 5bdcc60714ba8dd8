import { experimentStrength, type Prevention } from '@ounce/core';
import type { ExperimentRecord, Ledger } from '../../ledger/index.ts';
import type { EffectSource, MeasuredEffect } from './effects.ts';

/** What a prevention's evidence says about calling it verified. */
export interface Verification {
  /** Everything is there: `verify` would do it. */
  readonly ready: boolean;
  /** What is there, a sentence each. */
  readonly has: readonly string[];
  /** What is missing, a sentence each. */
  readonly missing: readonly string[];
  /** Experiments of its scenario that began after its completion, newest first. */
  readonly experiments: readonly ExperimentRecord[];
  readonly effect?: MeasuredEffect;
}

/** Enough to judge strength by; a scenario that ran more often since a completion says no more. */
const mostExperiments = 200;

/**
 * Verified means: its checklist is done, its experiment has passed after that, and the measured effect says that it
 * improved. All three, from the records alone.
 */
export function verificationOf(
  ledger: Ledger,
  effects: EffectSource | undefined,
  prevention: Prevention,
): Verification {
  const [has, missing]: [string[], string[]] = [[], []];
  const experiments = experimentsAfter(ledger, prevention);
  const effect = effects?.effectOf(prevention.id);
  sayCompletion(prevention, has, missing);
  sayExperiments(prevention, experiments, has, missing);
  if (effect?.verdict === 'improved') has.push(`Measured: ${effect.says}`);
  else if (effect) missing.push(`No measured improvement: ${effect.says}`);
  else missing.push('Its effect has not been measured yet: see `ounce effectiveness`.');
  const alreadySo = prevention.status === 'verified';
  return {
    ready: missing.length === 0 && !alreadySo,
    ...{ has, missing, experiments },
    ...(effect ? { effect } : {}),
  };
}

function sayCompletion(prevention: Prevention, has: string[], missing: string[]): void {
  const { status, checklist, completedAtMs } = prevention;
  const done = checklist.filter((item) => item.done).length;
  if ((status === 'complete' || status === 'verified') && completedAtMs !== undefined)
    has.push(`Complete since ${day(completedAtMs)}, ${done} of ${checklist.length} steps done.`);
  else if (done < checklist.length)
    missing.push(
      `It is not complete: ${done} of ${checklist.length} steps are done. Tick off the rest, then set it to complete.`,
    );
  else missing.push('It is not complete: set its status to complete first.');
}

function sayExperiments(
  { experiment, completedAtMs, id }: Prevention,
  since: readonly ExperimentRecord[],
  has: string[],
  missing: string[],
): void {
  if (experiment === undefined) {
    missing.push(`It names no experiment: \`ounce preventions set ${id} --experiment SCENARIO\`.`);
    return;
  }
  const judged = since.filter(({ verdict }) => verdict?.kind === 'passed' || verdict?.kind === 'failed');
  const passed = judged.filter(({ verdict }) => verdict?.kind === 'passed');
  const [newest] = passed;
  const run = `\`ounce chaos inject --scenario ${experiment} --duration 5m\``;
  if (!newest) {
    const after = completedAtMs === undefined ? '' : ` since ${day(completedAtMs)}`;
    const tried = judged.length > 0 ? `${judged.length} tried, none passed. ` : '';
    missing.push(`No experiment ${experiment} has passed${after}. ${tried}Run ${run}.`);
    return;
  }
  const strength = Math.floor(100 * experimentStrength(passed.length, judged.length));
  has.push(
    `Experiment ${newest.id} (${experiment}) passed on ${day(newest.startedAtMs)}; ${passed.length} of ${judged.length} since ` +
      `its completion passed, which supports a reliability of at least ${strength} % (95 % one-sided).`,
  );
  if (judged[0] !== newest)
    missing.push(`The newest experiment ${judged[0]!.id} has failed. Run ${run} again.`);
}

/** Without its controls an experiment says nothing about a prevention, nor does one on a service it does not protect. */
function experimentsAfter(ledger: Ledger, prevention: Prevention): readonly ExperimentRecord[] {
  const { experiment: scenario, completedAtMs, services } = prevention;
  if (scenario === undefined || completedAtMs === undefined) return [];
  return ledger.query
    .experiments({ scenario, limit: mostExperiments })
    .items.filter(
      ({ startedAtMs, controls, targets }) =>
        startedAtMs > completedAtMs &&
        controls === 'on' &&
        (services.length === 0 || services.includes(targets.target.service)),
    );
}

function day(atMs: number): string {
  return new Date(atMs).toISOString().slice(0, 10);
}
