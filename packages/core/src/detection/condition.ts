import { figure } from '../controls/say.ts';
import type { Condition } from '../model/experiment.ts';
import type { ServiceView } from '../model/signal.ts';

/** Whether a condition holds. Without a reading to go by it is neither true nor false. */
export type ConditionResult =
  | { readonly kind: 'true' | 'false'; readonly value: number; readonly atMs: number; readonly says: string }
  | { readonly kind: 'unknown'; readonly says: string };

/**
 * Judges a condition on the newest reading of the service it is about (the caller picks the view that
 * `condition.service` names). Both bounds exclude the bound itself. Stale, missing or unknown is `unknown`.
 */
export function evaluateCondition(condition: Condition, view: ServiceView): ConditionResult {
  const { signal, below, above } = condition;
  if (below === undefined && above === undefined)
    return { kind: 'unknown', says: `${signal} is given no bound.` };
  const reading = newestReading(signal, view);
  if (typeof reading === 'string') return { kind: 'unknown', says: reading };
  const { value, atMs } = reading;
  const holds = (below === undefined || value < below) && (above === undefined || value > above);
  const bounds = [
    ...(below === undefined ? [] : [`below ${figure(below)}`]),
    ...(above === undefined ? [] : [`above ${figure(above)}`]),
  ].join(' and ');
  return {
    kind: holds ? 'true' : 'false',
    value,
    atMs,
    says: `${signal} is ${figure(value)}, ${holds ? '' : 'not '}${bounds}.`,
  };
}

function newestReading(
  signal: Condition['signal'],
  view: ServiceView,
): { readonly value: number; readonly atMs: number } | string {
  if (signal === 'readyReplicas')
    return view.replicas
      ? { value: view.replicas.ready, atMs: view.nowMs }
      : 'It is not known how many replicas are ready.';
  const found = view.signals[signal];
  if (!found) return `There is no ${signal} reading.`;
  if (found.kind === 'stale') return `${signal} is stale: ${found.why}`;
  const last = found.window.timesMs.length - 1;
  const value = found.window.values[last];
  const atMs = found.window.timesMs[last];
  if (value === undefined || atMs === undefined || !Number.isFinite(value))
    return `There is no ${signal} reading.`;
  return { value, atMs };
}

export type Truth = 'true' | 'false' | 'unknown';

/** True when all are true, false as soon as one is false, otherwise unknown (Kleene's three-valued logic). */
export function allOf(truths: readonly Truth[]): Truth {
  if (truths.includes('false')) return 'false';
  return truths.includes('unknown') ? 'unknown' : 'true';
}

/** True as soon as one is true, false when all are false, otherwise unknown (Kleene's three-valued logic). */
export function anyOf(truths: readonly Truth[]): Truth {
  if (truths.includes('true')) return 'true';
  return truths.includes('unknown') ? 'unknown' : 'false';
}
