import type { ControlFinding } from '../../../model/control.ts';
import type { ServiceHealth } from '../../../model/health.ts';
import { span } from '../../say.ts';
import { inCondition, type Judged } from './figures.ts';
import type { ServiceHealthSettings } from './settings.ts';
import type { ServiceHealthState } from './state.ts';

/** Why no instance of the service is restarted now, and what somebody should be told about it. */
export interface Obstacle {
  readonly why: string;
  readonly finding?: ControlFinding;
}

/** The rules are numbered in SPEC.md; the first that holds counts. Asked only when an instance fails. */
export function obstacleOf(
  judged: readonly Judged[],
  { dependencies, timeoutMs }: ServiceHealth,
  state: ServiceHealthState,
  desired: number,
  settings: ServiceHealthSettings,
): Obstacle | undefined {
  const failing = inCondition(judged, 'failing');
  const sinceMs = Math.min(...failing.map(({ instance }) => instance.failingSinceMs ?? 0));
  const incident = (key: string, says: string): Obstacle => ({
    why: says,
    finding: { key, level: 'incident', sinceMs, says },
  });
  const broken = dependencies.find(({ kind }) => kind === 'down');
  if (broken)
    return incident(
      'dependency-down',
      `Restarting is useless: ${broken.name}, which it depends on, is down (${broken.why}). Bring that back first.`,
    );
  const up = inCondition(judged, 'up').length;
  const unsure = dependencies.find(({ kind }) => kind === 'unknown');
  if (unsure && up === 0)
    return { why: `Nothing is restarted: it is not known whether ${unsure.name} is up (${unsure.why}).` };
  const others = judged.length - failing.length;
  if (up === 0 && others > 0 && inCondition(judged, 'unknown').length > 0)
    return { why: 'Nothing is restarted: the other instances have not been heard of lately.' };
  if (up === 0 && Math.max(desired, judged.length) > 1)
    return incident(
      'service-down',
      `Restarting is useless: all ${judged.length} instances are down (${whyOf(failing)}), so the cause is not in one of them. Look at what they share: their last version, their configuration, what they call.`,
    );
  const seenSince = inCondition(judged, 'up').some(({ instance }) => (instance.last?.atMs ?? 0) > sinceMs);
  if (up > 0 && !seenSince)
    return {
      why: `Nothing is restarted yet: no other instance has been asked since ${failing[0]?.instance.id} began to fail.`,
    };
  if (up > 0 && !failing.some((one) => wasAskedSinceUp(one, judged, timeoutMs)))
    return {
      why: `Nothing is restarted yet: ${failing[0]?.instance.id} has not been asked since another instance came back.`,
    };
  const most = settings.crashLoopStarts * Math.max(1, desired);
  if (state.restarts.length >= most)
    return incident(
      'crash-loop',
      `Restarting does not help: ${state.restarts.length} restarts within ${span(settings.crashLoopWindowMs)} did not keep the service up (${whyOf(failing)}).`,
    );
  return undefined;
}

/** Whether its newest probe began when another instance was up: what had them all fail may be over since an older one. */
export function wasAskedSinceUp(
  { instance: { last } }: Judged,
  judged: readonly Judged[],
  timeoutMs: number,
): boolean {
  const upSinceMs = inCondition(judged, 'up').map(
    ({ instance }) => instance.upSinceMs ?? Number.POSITIVE_INFINITY,
  );
  // A probe is dated by its end; it began no earlier than its time limit before that.
  return upSinceMs.length === 0 || (last?.atMs ?? 0) - timeoutMs > Math.min(...upSinceMs);
}

function whyOf([first]: readonly Judged[]): string {
  return first?.instance.last?.kind === 'down' ? first.instance.last.why : 'their probes fail';
}
