import type { Evidence } from '../model/decision.ts';
import type { ReplicaCounts } from '../model/service.ts';
import type { ServiceView, Signal, SignalName } from '../model/signal.ts';

/**
 * What every decision keeps of its inputs: enough to ask any later version of the control to decide again. `figures` is
 * what the control read off them, for people and for grading. Plain JSON throughout.
 */
export interface KeptEvidence<State = unknown, Figures = unknown> extends Evidence {
  readonly control: string;
  readonly view: ServiceView;
  readonly state: State;
  readonly settings: Readonly<Record<string, number>>;
  readonly figures: Figures;
}

export interface TrimOptions {
  readonly signals: readonly SignalName[];
  readonly lookBackMs: number;
  /** At most so many of the newest readings of each signal. */
  readonly mostReadings: number;
}

/** Start-up times beyond these newest ones say nothing about the next start. */
const mostStartupTimes = 20;

/** Beyond this a reading is a fault, and cannot be rounded to 0.0001 either. */
const largest = 1e11;

/**
 * The part of a view that a control looks at, as plain JSON: newest readings only, rounded to 0.0001, in order of time.
 * Readings that are not numbers, not in order or in the future are left out, and so are impossible replica counts. A control decides on the trimmed view itself,
 * so that deciding again on kept evidence sees the very same figures; trimming twice changes nothing.
 */
export function trimView(view: ServiceView, options: TrimOptions): ServiceView {
  const signals: Partial<Record<SignalName, Signal>> = {};
  for (const name of options.signals) {
    const signal = view.signals[name];
    if (signal) signals[name] = trimSignal(signal, view.nowMs, options);
  }
  const { service, region, nowMs, replicas, admission } = view;
  const startupTimesMs = view.startupTimesMs.filter((ms) => ms >= 0 && ms <= largest);
  return {
    service,
    region,
    nowMs,
    signals,
    ...(replicas && areCounts(replicas) ? { replicas: { ...replicas } } : {}),
    ...(admission ? { admission } : {}),
    startupTimesMs: startupTimesMs.slice(-mostStartupTimes).map(rounded),
  };
}

/** Adding zero turns -0, which JSON does not know, into 0. */
function rounded(value: number): number {
  return Math.round(value * 10_000) / 10_000 + 0;
}

/** Counts that cannot be are no better than none. */
function areCounts({ desired, ready, starting }: ReplicaCounts): boolean {
  return [desired, ready, starting].every((count) => Number.isInteger(count) && count >= 0);
}

function trimSignal(signal: Signal, nowMs: number, { lookBackMs, mostReadings }: TrimOptions): Signal {
  const { timesMs: times, values: read } = signal.window;
  const timesMs: number[] = [];
  const values: number[] = [];
  let newerMs = nowMs + 1;
  for (let i = times.length - 1; i >= 0 && timesMs.length < mostReadings; i--) {
    const atMs = times[i]!;
    if (atMs < nowMs - lookBackMs) break;
    const value = read[i]!;
    if (!(atMs < newerMs) || !(Math.abs(value) <= largest)) continue;
    newerMs = atMs;
    timesMs.push(atMs);
    values.push(rounded(value));
  }
  timesMs.reverse();
  values.reverse();
  const { intervalMs } = signal;
  const window = { timesMs, values };
  if (signal.kind === 'stale') return { kind: 'stale', window, intervalMs, why: signal.why };
  if (timesMs.length === 0) return { kind: 'stale', window, intervalMs, why: 'no reading that can be used' };
  return { kind: 'fresh', window, intervalMs };
}

/** The kept inputs in a piece of evidence, or nothing when it was not written by a control of this kind. */
export function keptEvidence(evidence: Evidence): KeptEvidence | undefined {
  const { control, view, state, settings, figures } = evidence as Partial<KeptEvidence>;
  if (typeof control !== 'string' || !isObject(view) || !isObject(settings)) return undefined;
  if (typeof view.nowMs !== 'number' || !isObject(view.signals) || !Array.isArray(view.startupTimesMs))
    return undefined;
  return { control, view, state, settings, figures };
}

/**
 * The figures and settings of a decision, or nothing when it was taken without, or by something else.
 *
 * @param numbersOf the figures that must be numbers for the rest to be believed
 */
export function keptFigures<Figures, Settings extends KeptEvidence['settings']>(
  evidence: Evidence,
  numbersOf: (figures: Figures) => readonly unknown[],
): { readonly figures: Figures; readonly settings: Settings } | undefined {
  const kept = keptEvidence(evidence);
  const figures = kept?.figures as Figures | null | undefined;
  if (!kept || !figures || !numbersOf(figures).every(Number.isFinite)) return undefined;
  return { figures, settings: kept.settings as Settings };
}

function isObject<T>(value: T | undefined): value is T & object {
  return typeof value === 'object' && value !== null;
}
