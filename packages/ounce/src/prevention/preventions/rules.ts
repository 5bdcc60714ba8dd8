import { isQuarter, isTarget, OunceError, type Prevention, type PreventionStatus } from '@ounce/core';

/** Where each status may go. `verified` is reached through evidence, or with a reason. */
export const nextStatuses: Readonly<Record<PreventionStatus, readonly PreventionStatus[]>> = {
  planned: ['in_progress', 'rolling', 'pending', 'complete', 'retired'],
  in_progress: ['planned', 'rolling', 'pending', 'complete', 'retired'],
  rolling: ['in_progress', 'pending', 'complete', 'retired'],
  pending: ['planned', 'in_progress', 'rolling', 'complete', 'retired'],
  complete: ['verified', 'ineffective', 'in_progress', 'rolling', 'retired'],
  verified: ['ineffective', 'in_progress', 'rolling', 'retired'],
  ineffective: ['planned', 'in_progress', 'retired'],
  retired: ['planned', 'in_progress'],
};

const words = (status: PreventionStatus) => status.replace('_', ' ');
const isDone = (status: PreventionStatus | undefined) => status === 'complete' || status === 'verified';
const least = 3;

/** Steps that undo something, or that claim what no rule can check: somebody has to say why. */
function needsReason(from: PreventionStatus, to: PreventionStatus): boolean {
  return to === 'verified' || to === 'ineffective' || to === 'retired' || isDone(from) || from === 'retired';
}

/**
 * Whether a prevention may be saved so. `before` is absent for a new one.
 * @throws OUNCE_E_RULE with what is missing; nothing was written.
 */
export function checkSave(
  before: Prevention | undefined,
  after: Prevention,
  reason: string | undefined,
): void {
  const { status, checklist, title } = after;
  if (after.target !== undefined && !isTarget(after.target))
    throw rule(`The target of “${title}” is ${JSON.stringify(after.target)}.`, targetHelp);
  if (after.quarter !== undefined && !isQuarter(after.quarter))
    throw rule(`The quarter of “${title}” is ${JSON.stringify(after.quarter)}.`, 'Write it as 2026-Q2.');
  const open = checklist.filter(({ done }) => !done);
  if (isDone(status) && open.length > 0)
    throw notDone(
      after,
      open.map(({ text }) => text),
    );
  const from = before?.status;
  if (from === status) return;
  const said = (reason ?? '').trim().length >= least;
  if (status === 'complete' && checklist.length === 0 && !said)
    throw rule(
      `“${title}” has an empty checklist, so that nothing shows that it is complete.`,
      'Add what had to be done, ticked off, or give a reason.',
    );
  if (from === undefined) {
    if (!said && (status === 'verified' || status === 'ineffective'))
      throw rule(`A new prevention cannot be ${status} without a reason.`, 'Give one; it is kept.');
    return;
  }
  checkStep(title, from, status, said);
}

function checkStep(title: string, from: PreventionStatus, to: PreventionStatus, said: boolean): void {
  if (!nextStatuses[from].includes(to)) {
    const may = nextStatuses[from].map(words).join(', ');
    throw rule(`“${title}” is ${words(from)} and cannot become ${words(to)}.`, `It can become: ${may}.`);
  }
  if (said || !needsReason(from, to)) return;
  throw rule(
    `“${title}” cannot go from ${words(from)} to ${words(to)} without a reason.`,
    to === 'verified'
      ? 'Let the evidence decide with `ounce preventions verify ID`, or give a reason; it is kept and shown.'
      : 'Give a reason; it is kept and shown.',
  );
}

const targetHelp = 'Write a day of the calendar (2026-02-28) or a quarter (2026-Q2).';

function notDone({ title, status }: Prevention, open: readonly string[]): OunceError {
  const named = open.slice(0, 3).map((text) => `“${text}”`);
  const more = open.length > 3 ? ` and ${open.length - 3} more` : '';
  return rule(
    `“${title}” cannot be ${words(status)}: ${open.length === 1 ? 'this is' : 'these are'} not done: ${named.join(', ')}${more}.`,
    'Tick them off when they are done, or take the prevention back to in progress first.',
  );
}

function rule(message: string, mend: string): OunceError {
  return new OunceError('OUNCE_E_RULE', message, { mend });
}

/** The times that follow from a change of status. A completion counts from now, and is forgotten when work goes on. */
export function withTimes(before: Prevention | undefined, after: Prevention, nowMs: number): Prevention {
  const { startedAtMs, completedAtMs, ...rest } = after;
  const hasBegun = after.status !== 'planned' && after.status !== 'pending' && after.status !== 'retired';
  const started = startedAtMs ?? before?.startedAtMs ?? (hasBegun ? nowMs : undefined);
  const keeps = isDone(after.status) || after.status === 'ineffective' || after.status === 'retired';
  const completed = completedAtMs ?? before?.completedAtMs ?? (isDone(after.status) ? nowMs : undefined);
  return {
    ...rest,
    ...(started === undefined ? {} : { startedAtMs: started }),
    ...(keeps && completed !== undefined ? { completedAtMs: completed } : {}),
  };
}
