import type { ControlFinding } from '../../../model/control.ts';
import { percent, span } from '../../say.ts';
import { inCondition, type Judged } from './figures.ts';
import { memoryGrowth } from './memory-growth.ts';
import type { ServiceHealthSettings } from './settings.ts';

/** Instances that do not stay up however often they are started, by whomever. */
export function crashLoops(
  judged: readonly Judged[],
  settings: ServiceHealthSettings,
): readonly ControlFinding[] {
  return judged
    .filter(({ memory }) => memory.restartedAtMs.length >= settings.crashLoopStarts)
    .map(({ instance: { id, last }, memory: { restartedAtMs } }) => ({
      key: `crash-loop/${id}`,
      level: 'incident' as const,
      sinceMs: restartedAtMs[0]!,
      says: `${id} was started ${restartedAtMs.length} times within ${span(settings.crashLoopWindowMs)} and does not stay up; it is not restarted any more.${last?.kind === 'down' ? ` Its probe says: ${last.why}.` : ''}`,
    }));
}

/** Instances whose memory will be used up within `memoryWarningMs`. */
export function memoryWarnings(
  judged: readonly Judged[],
  { memoryWarningMs }: ServiceHealthSettings,
): readonly ControlFinding[] {
  return growing(judged, memoryWarningMs).map(({ one, says }) => ({
    key: `memory/${one.instance.id}`,
    level: 'warning' as const,
    sinceMs: one.instance.startedAtMs,
    says,
  }));
}

/** Instances whose memory will be used up within `memoryRestartMs`, soonest first. */
export function runsOutSoon(judged: readonly Judged[], { memoryRestartMs }: ServiceHealthSettings) {
  return growing(judged, memoryRestartMs).map(({ one, says }) => ({ one, why: says }));
}

function growing(judged: readonly Judged[], withinMs: number) {
  return inCondition(judged, 'up')
    .flatMap((one) => {
      const growth = memoryGrowth(one.instance);
      return growth && growth.exhaustedInMs < withinMs ? { one, growth } : [];
    })
    .toSorted((a, b) => a.growth.exhaustedInMs - b.growth.exhaustedInMs)
    .map(({ one, growth: { usedBytes, limitBytes, bytesPerMinute, exhaustedInMs } }) => ({
      one,
      says: `${one.instance.id} uses ${percent(usedBytes / limitBytes)} of its memory and grows by ${Number((bytesPerMinute / 2 ** 20).toPrecision(2))} MiB a minute: it is used up in ${span(exhaustedInMs)}.`,
    }));
}
