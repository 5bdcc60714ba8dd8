import {
  builtInIncidentTypes,
  type Incident,
  type NewEvent,
  type Prevention,
  type Review,
} from '../../packages/core/src/index.ts';
import { createRandom } from '../../packages/core/src/statistics/random.ts';

export interface Size {
  readonly incidents: number;
  readonly preventions: number;
  readonly reviews: number;
}

const dayMs = 86_400_000;
const days = 3 * 365;
const services = Array.from({ length: 50 }, (_, i) => `service-${i}`);

/** Three years of a large organisation: all of it real, none of it anybody's. */
export function* yearsOfWork({ incidents, preventions, reviews }: Size, nowMs: number): Generator<NewEvent> {
  const random = createRandom(11);
  const pick = <Item>(items: readonly Item[]): Item => items[Math.floor(random() * items.length)]!;
  const startMs = nowMs - days * dayMs;
  yield {
    ...{ atMs: startMs, actor: 'governor', subject: 'fleet', kind: 'governor.started' },
    data: { version: '1', fleet: 'bench', governor: 'bench' },
  };
  for (let i = 0; i < preventions; i++)
    yield preventionOf(i, whole(startMs + random() * days * dayMs), random, pick);
  for (let i = 0; i < incidents; i++) {
    const incident = incidentOf(i, whole(startMs + (i / incidents) * days * dayMs), random, pick);
    const { id, detectedAtMs: atMs } = incident;
    yield { atMs, actor: 'governor', subject: `incident:${id}`, kind: 'incident.opened', data: incident };
    if (i % Math.ceil(incidents / reviews) === 0) yield reviewOf(incident, pick);
  }
}

const whole = Math.round;
type Pick = <Item>(items: readonly Item[]) => Item;

function incidentOf(i: number, startedAtMs: number, random: () => number, pick: Pick): Incident {
  const service = pick(services);
  const type = pick(builtInIncidentTypes);
  return {
    ...{ id: `INC-${i}`, type, service, region: 'eu-1', severity: pick([1, 2, 3, 3, 4] as const) },
    ...{ drill: random() < 0.05, summary: `${type} on ${service}, number ${i}`, startedAtMs },
    detectedAtMs: whole(startedAtMs + random() * 600_000),
    // Nearly all of them are over by now.
    ...(random() < 0.999 ? { resolvedAtMs: whole(startedAtMs + 600_000 + random() * 7_200_000) } : {}),
  };
}

function preventionOf(i: number, atMs: number, random: () => number, pick: Pick): NewEvent {
  const status = pick(['planned', 'in_progress', 'complete', 'complete', 'verified'] as const);
  const done = status === 'complete' || status === 'verified';
  const prevention: Prevention = {
    ...{ id: `prevention-${i}`, version: 1, title: `Prevention number ${i}`, status },
    incidentTypes: [pick(builtInIncidentTypes)],
    rootCauses: [`root-cause-${i % 500}`],
    ...{ kind: pick(['architecture', 'testing', 'process'] as const), oldApproach: 'None.' },
    ...{
      newApproach: ['Another one.'],
      owner: `team-${i % 40}`,
      priority: pick(['P0', 'P1', 'P2'] as const),
    },
    target: new Date(atMs + 60 * dayMs).toISOString().slice(0, 10),
    checklist: [{ text: 'Do it', done }],
    // A tenth protects everything, the others a few services.
    services: random() < 0.1 ? [] : [pick(services), pick(services)],
    rollouts: [],
    ...(done ? { completedAtMs: atMs } : {}),
  };
  return {
    atMs,
    actor: 'local',
    subject: `prevention:${prevention.id}`,
    kind: 'prevention.saved',
    data: { prevention },
  };
}

function reviewOf(incident: Incident, pick: Pick): NewEvent {
  const { id, type, service, detectedAtMs } = incident;
  const atMs = detectedAtMs + dayMs;
  const cause = pick(['a deploy', 'a full disk', 'slow queries', 'a retry storm', 'an expired certificate']);
  const review: Review = {
    ...{
      id: `PIR-${id}`,
      incidentId: id,
      version: 1,
      status: 'finished',
      title: `${type} because of ${cause}`,
    },
    timeline: [{ atMs: incident.startedAtMs, text: 'It began.' }],
    rootCauses: [`root-cause-${detectedAtMs % 500}`],
    actions: [],
    ...{ impact: `Customers of ${service} waited.`, contributingFactors: cause, whyNotCaught: 'No alert.' },
    ...{ wentWell: 'People answered.', lessons: `Watch for ${cause}.`, resolution: `${cause} was undone.` },
  };
  return { atMs, actor: 'local', subject: `review:${review.id}`, kind: 'review.saved', data: { review } };
}
