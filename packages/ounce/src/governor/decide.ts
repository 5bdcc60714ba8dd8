import type { Decision, ServiceView } from '@ounce/core';
import { isOther, isStanding } from './aim.ts';
import { viewFor } from './observe.ts';
import type { RunningControl, Service } from './service.ts';

/** Holds are graded too (did it miss something?), but one a minute tells as much as six. */
const holdGradedEveryMs = 60_000;
const sameGradedEveryMs = 600_000;
const ungradedKept = 64;

export interface Wish {
  readonly service: Service;
  readonly running: RunningControl;
  readonly decision: Decision;
}

/** Lets every control of the service decide. A control in mode `off` is not asked. */
export function decide(
  service: Service,
  view: ServiceView,
  isOff: (running: RunningControl) => boolean,
): Wish[] {
  return service.controls.flatMap((running) => {
    if (isOff(running)) return [];
    const { control, settings } = running;
    const own = viewFor(control.id, service, view);
    const { state, decisions, findings } = control.decide(own, running.state, settings);
    running.state = state;
    running.findings = findings ?? [];
    return decisions.map((decision) => {
      keepForGrading(running, decision);
      return { service, running, decision };
    });
  });
}

/** What is to stand is wanted again and again: it is graded when it changes, and every ten minutes. */
function isSaidAgain(running: RunningControl, decision: Decision): boolean {
  const { action, atMs } = decision;
  if (!isStanding(action)) return false;
  const last = running.lastStanding;
  const isSame = last !== undefined && last.action.kind === action.kind && !isOther(last.action, action);
  if (isSame && atMs - last.atMs < sameGradedEveryMs) return true;
  running.lastStanding = { action, atMs };
  return false;
}

function keepForGrading(running: RunningControl, decision: Decision): void {
  if (decision.action.kind === 'hold') {
    if (decision.atMs - running.lastHoldKeptMs < holdGradedEveryMs) return;
    running.lastHoldKeptMs = decision.atMs;
  } else if (isSaidAgain(running, decision)) return;
  running.ungraded.push(decision);
  if (running.ungraded.length > ungradedKept) running.ungraded.shift();
}
