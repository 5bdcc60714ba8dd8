import type { Decision, Incident, NewEvent, Scenario, ServiceRef, Verdict } from '@ounce/core';
import { createRandom } from '../../../../core/src/statistics/random.ts';
import { samplePreventionEvents } from './sample-prevention-events.ts';

const incidentTypes = [
  'queue_backlog',
  'circuit_breaker_open',
  'latency_spike',
  'error_rate_spike',
  'region_failover',
] as const;
const controls = ['predictive-scaling', 'capacity-planning', 'canary'] as const;
const outcomes = [
  'true_positive',
  'false_positive',
  'true_negative',
  'false_negative',
  'not_gradable',
] as const;
const startMs = Date.UTC(2026, 0, 1);

/**
 * Endless events as a governor writes them, each of a kind that is possible at that point: of ten events about seven are
 * decisions and their grades, two belong to incidents, the rest to preventions, experiments, modes, freezes, tokens and notes.
 */
export function* sampleEvents(seed: number): Generator<NewEvent, never> {
  const random = createRandom(seed);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const open: string[] = [];
  let ungraded: Decision | undefined;
  for (let i = 1; ; i++) {
    const atMs = startMs + i * 30_000 + Math.floor(random() * 1000);
    const ref: ServiceRef = {
      service: `service-${Math.floor(random() * 50)}`,
      region: pick(['eu-1', 'us-1', 'ap-1']),
    };
    const subject = `${ref.service}@${ref.region}`;
    const roll = random();
    if (roll < 0.1 || (roll < 0.2 && open.length === 0)) {
      const incident = sampleIncident(`INC-${i}`, atMs, ref, pick(incidentTypes), random);
      open.push(incident.id);
      yield {
        atMs,
        actor: 'governor',
        subject: `incident:${incident.id}`,
        kind: 'incident.opened',
        data: incident,
      };
    } else if (roll < 0.2) {
      const [incidentId] = open.length > 5 || random() < 0.5 ? open.splice(0, 1) : open;
      const kind = open[0] === incidentId ? 'incident.mitigated' : 'incident.resolved';
      const data = { incidentId: incidentId!, why: 'The depth was below 100 for 60 s.' };
      yield { atMs, actor: 'governor', subject: `incident:${incidentId}`, kind, data };
    } else if (roll < 0.7) {
      const decision = sampleDecision(atMs, ref, pick(controls), random);
      const { control, action } = decision;
      const actor = `control:${control}`;
      if (random() < 0.2) ungraded = decision;
      if (roll < 0.45)
        yield { atMs, actor, subject, kind: 'action.taken', data: { decision, action, why: decision.why } };
      else if (roll < 0.69) {
        const why = 'Held back, because it acted 40 s ago and may act once a minute.';
        yield { atMs, actor, subject, kind: 'action.held', data: { decision, because: 'cooldown', why } };
      } else {
        const error = 'The platform did not answer within 5 s.';
        yield { atMs, actor, subject, kind: 'action.failed', data: { decision, action, error } };
      }
    } else if (roll < 0.9 && ungraded) {
      const grade = {
        decisionId: ungraded.id,
        atMs,
        outcome: pick(outcomes),
        why: 'The depth came down in 90 s.',
      };
      const data = { grade, decision: ungraded };
      yield { atMs, actor: 'governor', subject, kind: 'decision.graded', data };
      ungraded = undefined;
    } else yield* rareEvents(i, atMs, ref, roll);
  }
}

function* rareEvents(i: number, atMs: number, ref: ServiceRef, roll: number): Generator<NewEvent, void> {
  const actor = 'local';
  if (roll < 0.8) yield* samplePreventionEvents(i, atMs, ref);
  else if (roll < 0.93) {
    yield {
      atMs,
      actor,
      subject: 'fleet',
      kind: 'note.added',
      data: { text: `Note ${i}: ünïcode & "quotes"` },
    };
  } else if (roll < 0.95) {
    const subject = `experiment:EXP-${i}`;
    const experimentId = `EXP-${i}`;
    const data = {
      experimentId,
      scenario,
      targets: { target: ref, faultTarget: ref },
      durationMs: 300_000,
      controls: 'on' as const,
    };
    yield { atMs, actor, subject, kind: 'experiment.started', data };
    const fault = { experimentId, faultId: `${experimentId}-1` };
    yield { atMs: atMs + 1, actor, subject, kind: 'experiment.fault_injected', data: fault };
    const removed = { ...fault, why: 'Its time was over.' };
    yield { atMs: atMs + 2, actor, subject, kind: 'experiment.fault_removed', data: removed };
    yield { atMs: atMs + 3, actor, subject, kind: 'experiment.finished', data: { experimentId, verdict } };
  } else if (roll < 0.97) {
    const data = { ...ref, control: 'canary', from: 'off', to: 'dry-run', reason: 'A first look.' } as const;
    yield { atMs, actor, subject: 'fleet', kind: 'control.mode_changed', data };
  } else if (roll < 0.985) {
    const kind = i % 2 === 0 ? 'freeze.set' : 'freeze.lifted';
    yield { atMs, actor, subject: 'fleet', kind, data: { reason: 'A release.' } };
  } else {
    const data = {
      tokenId: `tok-${i}`,
      role: 'viewer',
      sha256: 'ab'.repeat(32),
      label: 'dashboard',
    } as const;
    yield { atMs, actor, subject: 'fleet', kind: 'token.created', data };
    if (i % 2) yield { atMs, actor, subject: 'fleet', kind: 'token.revoked', data: { tokenId: `tok-${i}` } };
  }
}

function sampleIncident(
  id: string,
  atMs: number,
  ref: ServiceRef,
  type: Incident['type'],
  random: () => number,
): Incident {
  const drill = random() < 0.2;
  return {
    id,
    type,
    ...ref,
    severity: random() < 0.1 ? 1 : 3,
    drill,
    ...(drill && { experimentId: `EXP-of-${id}` }),
    summary: `${type} on ${ref.service}`,
    startedAtMs: atMs - 60_000,
    detectedAtMs: atMs,
  };
}

function sampleDecision(atMs: number, ref: ServiceRef, control: string, random: () => number): Decision {
  const from = 1 + Math.floor(random() * 9);
  return {
    id: `${control}/${ref.service}@${ref.region}/${atMs}`,
    ...ref,
    control,
    atMs,
    action: { kind: 'scale', from, to: from + 2 },
    why: `The queue will hold ${Math.floor(random() * 9000)} messages in 5 minutes; ${from + 2} replicas keep it under 1000.`,
    evidence: {
      depths: Array.from({ length: 6 }, () => Math.floor(random() * 5000)),
      arrivalRate: random() * 100,
      serviceRate: random() * 100,
      note: undefined,
    },
    gradeAtMs: atMs + 300_000,
  };
}

const scenario: Scenario = {
  name: 'queue_backlog',
  incidentType: 'queue_backlog',
  says: 'Ten times the arrivals.',
  target: 'consumer',
  faultTarget: 'gateway',
  steadyState: [{ signal: 'queueDepth', below: 100 }],
  steadyForMs: 30_000,
  faults: [{ kind: 'arrivals', factor: 10 }],
  visibleWhen: [{ signal: 'queueDepth', above: 200 }],
  abortWhen: [{ signal: 'errorRate', above: 0.2 }],
  success: [{ kind: 'recovers', withinMs: 180_000, holdMs: 30_000 }],
  settleMs: 300_000,
};

const verdict: Verdict = {
  kind: 'passed',
  why: 'Normal again after 1 min 52 s.',
  criteria: [],
  peakDepth: 4210,
};

/** The first `count` of them. */
export function takeEvents(seed: number, count: number): NewEvent[] {
  const events: NewEvent[] = [];
  for (const event of sampleEvents(seed)) if (events.push(event) === count) break;
  return events;
}
