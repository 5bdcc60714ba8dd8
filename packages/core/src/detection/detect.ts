import { figure, span } from '../controls/say.ts';
import { type ServiceRef, serviceKey } from '../model/service.ts';
import type { ServiceView } from '../model/signal.ts';
import type { DetectionRule } from './rule.ts';
import type { DetectionEvent, DetectionPhase, DetectionState, OpenIncident } from './state.ts';

/** Readings further apart than this many intervals do not vouch for the time between them. */
const gapIntervals = 3;

interface Reading {
  readonly atMs: number;
  readonly value: number;
  /** Nothing is known of the time just before it. */
  readonly afterGap: boolean;
}

type Step = { readonly phase: DetectionPhase; readonly events: readonly DetectionEvent[] };

/**
 * Moves a detection on by every reading that it has not seen yet. A signal that is missing or stale changes nothing:
 * it neither opens an incident nor closes one. The rules are numbered in SPEC.md.
 */
export function detect(
  view: ServiceView,
  state: DetectionState,
  rule: DetectionRule,
): { readonly state: DetectionState; readonly events: readonly DetectionEvent[] } {
  const signal = view.signals[rule.signal];
  if (signal?.kind !== 'fresh') return { state, events: [] };
  const { timesMs, values } = signal.window;
  const events: DetectionEvent[] = [];
  let { seenUntilMs, ...phase }: DetectionState = state;
  let next: DetectionPhase = phase;
  for (let i = firstAfter(timesMs, seenUntilMs); i < timesMs.length; i++) {
    const atMs = timesMs[i]!;
    const value = values[i]!;
    if (!Number.isFinite(value)) continue;
    const afterGap = atMs - seenUntilMs > gapIntervals * signal.intervalMs;
    const step = advance(next, { atMs, value, afterGap }, rule, view);
    next = step.phase;
    events.push(...step.events);
    seenUntilMs = atMs;
  }
  return { state: { ...next, seenUntilMs }, events };
}

function firstAfter(timesMs: ArrayLike<number>, atMs: number): number {
  let i = timesMs.length;
  while (i > 0 && timesMs[i - 1]! > atMs) i--;
  return i;
}

function advance(phase: DetectionPhase, reading: Reading, rule: DetectionRule, view: ServiceView): Step {
  switch (phase.kind) {
    case 'normal':
    case 'closed':
      return whenQuiet(phase, reading, rule, view);
    case 'suspected':
      return whenSuspected(phase, reading, rule, view);
    case 'open':
      return whenOpen(phase, reading, rule);
    case 'recovering':
      return whenRecovering(phase, reading, rule);
  }
}

function whenQuiet(phase: DetectionPhase, reading: Reading, rule: DetectionRule, view: ServiceView): Step {
  if (reading.value <= rule.above) return { phase, events: [] };
  return whenSuspected(
    { kind: 'suspected', sinceMs: reading.atMs, peak: reading.value },
    reading,
    rule,
    view,
  );
}

function whenSuspected(
  phase: Extract<DetectionPhase, { kind: 'suspected' }>,
  reading: Reading,
  rule: DetectionRule,
  view: ServiceView,
): Step {
  if (reading.value <= rule.above) return { phase: { kind: 'normal' }, events: [] };
  const sinceMs = reading.afterGap ? reading.atMs : phase.sinceMs;
  const peak = Math.max(phase.peak, reading.value);
  if (reading.atMs - sinceMs < rule.forMs) return { phase: { kind: 'suspected', sinceMs, peak }, events: [] };
  const incidentId = incidentIdOf(rule, view, sinceMs);
  return {
    phase: { kind: 'open', incidentId, startedAtMs: sinceMs, peak, mitigatedAtMs: null },
    events: [
      {
        kind: 'opened',
        incident: {
          id: incidentId,
          type: rule.incidentType,
          service: view.service,
          region: view.region,
          severity: rule.severity,
          summary: `${rule.signal} of ${serviceKey(view)} has been above ${figure(rule.above)} for ${span(reading.atMs - sinceMs)} (now ${figure(reading.value)}${named(view, rule)}).`,
          startedAtMs: sinceMs,
          detectedAtMs: Math.max(view.nowMs, reading.atMs),
        },
      },
    ],
  };
}

function whenOpen(
  phase: Extract<DetectionPhase, { kind: 'open' }>,
  reading: Reading,
  rule: DetectionRule,
): Step {
  if (reading.value > rule.above)
    return { phase: { ...phase, peak: Math.max(phase.peak, reading.value) }, events: [] };
  const { incidentId, startedAtMs, peak } = phase;
  const incident: OpenIncident = {
    incidentId,
    startedAtMs,
    peak,
    mitigatedAtMs: phase.mitigatedAtMs ?? reading.atMs,
  };
  const step = whenRecovering({ kind: 'recovering', ...incident, normalSinceMs: null }, reading, rule);
  if (phase.mitigatedAtMs !== null) return step;
  const why = `${rule.signal} is down to ${figure(reading.value)}, no longer above ${figure(rule.above)}; the peak was ${figure(peak)}.`;
  return {
    phase: step.phase,
    events: [{ kind: 'mitigated', incidentId, atMs: reading.atMs, why }, ...step.events],
  };
}

function whenRecovering(
  phase: Extract<DetectionPhase, { kind: 'recovering' }>,
  reading: Reading,
  rule: DetectionRule,
): Step {
  const { kind: _, normalSinceMs: before, ...incident } = phase;
  if (reading.value > rule.above)
    return { phase: { kind: 'open', ...incident, peak: Math.max(phase.peak, reading.value) }, events: [] };
  if (reading.value > rule.normalBelow) return { phase: { ...phase, normalSinceMs: null }, events: [] };
  const normalSinceMs = reading.afterGap || before === null ? reading.atMs : before;
  if (reading.atMs - normalSinceMs < rule.normalForMs)
    return { phase: { ...phase, normalSinceMs }, events: [] };
  const { incidentId } = phase;
  const why = `${rule.signal} has been at or below ${figure(rule.normalBelow)} for ${span(reading.atMs - normalSinceMs)} (now ${figure(reading.value)}).`;
  return {
    phase: { kind: 'closed', incidentId, resolvedAtMs: reading.atMs },
    events: [{ kind: 'resolved', incidentId, atMs: reading.atMs, why }],
  };
}

/** `: payments, search`, where the source of the readings can tell what they are about. */
function named({ signals }: ServiceView, { signal }: DetectionRule): string {
  const names = signals[signal]?.names ?? [];
  return names.length > 0 ? `: ${names.join(', ')}` : '';
}

/** Unique and reproducible, so that a detection that runs twice over the same readings names the same incident. */
function incidentIdOf(rule: DetectionRule, ref: ServiceRef, startedAtMs: number): string {
  return `${rule.incidentType}/${serviceKey(ref)}/${startedAtMs}`;
}
