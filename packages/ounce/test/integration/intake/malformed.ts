import { createRandom } from '../../../../core/src/statistics/random.ts';
import { alert, notification } from './alertmanager-body.ts';

export interface MalformedRequest {
  readonly path: string;
  readonly contentType: string;
  readonly body: Buffer;
}

const pagerDuty = {
  event: {
    ...{ id: 'E1', event_type: 'incident.triggered', occurred_at: '2026-04-01T10:00:00Z' },
    data: {
      ...{ id: 'P1', title: 'x', created_at: '2026-04-01T10:00:00Z', urgency: 'high' },
      service: { id: 'S1', summary: 'gateway' },
    },
  },
};
const cloud = {
  ...{ specversion: '1.0', id: 'e', source: '/m', type: 'incident.opened', time: '2026-05-01T10:00:00Z' },
  data: { id: 'i', service: 'gateway', severity: 2 },
};

/** Where each body goes, and a field without which it means nothing. */
const sorts = [
  {
    path: 'alertmanager',
    contentType: 'application/json',
    good: notification([alert()]),
    needed: [
      'alerts',
      'alerts.0.fingerprint',
      'alerts.0.startsAt',
      'alerts.0.labels',
      'alerts.0.status',
      'version',
    ],
  },
  {
    path: 'pagerduty',
    contentType: 'application/json',
    good: pagerDuty,
    needed: [
      'event',
      'event.data',
      'event.data.id',
      'event.occurred_at',
      'event.event_type',
      'event.data.service.id',
    ],
  },
  {
    path: 'events',
    contentType: 'application/cloudevents+json',
    good: cloud,
    needed: ['specversion', 'id', 'source', 'type'],
  },
  {
    path: 'events',
    contentType: 'application/json',
    good: { event: 'opened', id: 'x', service: 'gateway' },
    needed: ['event', 'id'],
  },
] as const;

const wrong = [null, -1, 1e308, '', {}, [], true, '\u0000', { toString: 1 }, [[]]] as const;

/** Requests of every kind that can go wrong, never one that is right. The same seed makes the same ones. */
export function* malformed(seed: number): Generator<MalformedRequest, never> {
  const random = createRandom(seed);
  const below = (count: number) => Math.floor(random() * count);
  for (;;) {
    const { path, contentType, good, needed } = sorts[below(sorts.length)]!;
    const text = JSON.stringify(good);
    const at = needed[below(needed.length)]!;
    const as = (body: string | Buffer, type: string = contentType): MalformedRequest => ({
      path,
      contentType: type,
      body: Buffer.from(body as string),
    });
    switch (below(8)) {
      case 0:
        yield as(text.slice(0, below(text.length)));
        break;
      case 1:
        yield as(replaced(good, at, wrong[below(wrong.length)]));
        break;
      case 2:
        yield as(replaced(good, at, undefined));
        break;
      case 3:
        yield as(Buffer.from(Array.from({ length: below(400) }, () => below(256))));
        break;
      case 4:
        yield as(`${'['.repeat(1 + below(20_000))}`);
        break;
      case 5:
        yield as(text, ['text/plain', 'application/xml', 'multipart/form-data', 'x'][below(4)]!);
        break;
      case 6:
        yield as(`{"__proto__":${text},"constructor":{"prototype":{}}}`);
        break;
      default:
        yield as(
          Buffer.concat([Buffer.from(text.slice(0, -1)), Buffer.from([0xff, 0xfe]), Buffer.from('}')]),
        );
    }
  }
}

/** The body with one field at a path replaced, or taken out. */
function replaced(good: object, path: string, value: unknown): string {
  const copy = structuredClone(good) as Record<string, unknown>;
  const names = path.split('.');
  const last = names.pop()!;
  const inner = names.reduce((object, name) => object[name] as Record<string, unknown>, copy);
  if (value === undefined) delete inner[last];
  else inner[last] = value;
  return JSON.stringify(copy);
}
