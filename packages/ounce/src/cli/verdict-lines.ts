import type { ExperimentView, VerdictView } from '../api/types.ts';
import { seconds } from '../experiments/index.ts';
import type { Output } from './output.ts';

const words: Readonly<Record<VerdictView['kind'], string>> = {
  passed: 'PASS',
  failed: 'FAIL',
  aborted: 'ABORTED',
  invalid: 'INVALID',
  not_rolled_back: 'NOT ROLLED BACK',
};

/** What an experiment showed, as a person reads it. */
export function verdictLines(
  view: Pick<ExperimentView, 'scenario' | 'faults' | 'durationMs' | 'controls'>,
  verdict: VerdictView,
  { colors }: Output,
): string[] {
  const paint =
    verdict.kind === 'passed' ? colors.green : verdict.kind === 'failed' ? colors.red : colors.yellow;
  const {
    scaling,
    normalAfterStartMs,
    normalAfterEndMs,
    peakDepth,
    steadyDepth,
    peakReplicas,
    errors,
    messages,
  } = verdict;
  const marks = { met: colors.green('✓'), failed: colors.red('✗'), pending: '·' };
  const controls = view.controls === 'off' ? ', controls off' : '';
  return [
    `${paint(words[verdict.kind])}  ${view.scenario} (${view.faults.join(', ')}, ${seconds(view.durationMs)}${controls})`,
    `  ${verdict.why}`,
    ...verdict.criteria.map(({ says, state }) => `  ${marks[state]} ${says}`),
    ...(scaling
      ? [
          `  scaled    ${seconds(scaling.afterFaultMs)} after the fault began: ${scaling.why} (${scaling.decisionId})`,
        ]
      : peakDepth === undefined
        ? []
        : ['  scaled    never']),
    `  normal    ${normalAfterStartMs === undefined ? 'never' : `${seconds(normalAfterStartMs)} after the fault began`}, ${
      normalAfterEndMs === undefined ? 'not seen' : seconds(normalAfterEndMs)
    } after it ended`,
    ...(peakDepth === undefined
      ? []
      : [
          `  queue     peak ${peakDepth}, steady ${steadyDepth ?? '?'}; up to ${peakReplicas ?? '?'} replicas`,
        ]),
    ...leverLines(verdict.levers),
    `  messages  ${messages ? `${messages.accepted} accepted, ${messages.handledDistinct} handled${messages.refused ? `, ${messages.refused} refused for good` : ''}` : 'not counted'}; ${errors ?? '?'} errors`,
  ];
}

/** Which lever did how much; nothing when only one could have. */
function leverLines(levers: VerdictView['levers']): string[] {
  const [none, ...did] = levers ?? [];
  if (!none || did.length < 2) return [];
  const shares = did.map(({ lever, tookOff }) => `${lever} took off ${tookOff}`);
  return [`  levers    without any ${none.peakWith} would have waited; ${shares.join(', ')}`];
}
