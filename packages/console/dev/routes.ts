import type {
  ExperimentView,
  FreezeView,
  IncidentView,
  Problem,
  SeriesView,
  StartExperiment,
  TimelineView,
} from '../src/api/types.ts';
import type { FakeFleet } from './fake-fleet.ts';
import type { QueueMoment } from './queue-model.ts';
import { consumer } from './scaler.ts';

export interface FakeRequest {
  readonly method: string;
  readonly path: string;
  readonly search: URLSearchParams;
  readonly body: unknown;
}

export interface FakeAnswer {
  readonly status: number;
  readonly body: unknown;
}

const ok = (body: unknown): FakeAnswer => ({ status: 200, body });
const refuse = (status: number, problem: Problem): FakeAnswer => ({ status, body: problem });

const columnOf: Readonly<Record<string, (moment: QueueMoment) => number>> = {
  queueDepth: ({ depth }) => depth,
  arrivalRate: ({ arrivalRate }) => arrivalRate,
  serviceRate: ({ serviceRate }) => serviceRate,
  readyReplicas: ({ ready }) => ready,
  desiredReplicas: ({ desired }) => desired,
};

function series(fleet: FakeFleet, search: URLSearchParams): FakeAnswer {
  const signal = (search.get('signal') ?? '') as SeriesView['signal'];
  const column = columnOf[signal];
  const isConsumer = search.get('service') === consumer.service && search.get('region') === consumer.region;
  const sinceMs = Number(search.get('sinceMs'));
  const moments = column && isConsumer ? fleet.model.history.filter(({ atMs }) => atMs >= sinceMs) : [];
  return ok({
    service: search.get('service') ?? '',
    region: search.get('region') ?? '',
    signal,
    timesMs: moments.map(({ atMs }) => atMs),
    values: moments.map((moment) => column?.(moment) ?? null),
  } satisfies SeriesView);
}

function freeze(fleet: FakeFleet, { method, body }: FakeRequest): FakeAnswer {
  const { reason } = body as { reason: string };
  const sinceMs = fleet.model.now.atMs;
  fleet.freeze =
    method === 'POST' ? { frozen: true, reason, actor: 'token:7f3a', sinceMs } : { frozen: false };
  return ok(fleet.freeze satisfies FreezeView);
}

function startDrill(fleet: FakeFleet, body: unknown): FakeAnswer {
  if (fleet.running) {
    return refuse(409, {
      code: 'OUNCE_E_EXPERIMENT_RUNNING',
      message: `Experiment ${fleet.running.view.id} is running on pubsub-consumer.`,
      mend: 'Wait for its verdict, or abort it.',
    });
  }
  return ok(fleet.start(body as StartExperiment, fleet.model.now.atMs).view satisfies ExperimentView);
}

/** Answers everything under /api but the live stream. */
export function answer(fleet: FakeFleet, request: FakeRequest): FakeAnswer {
  const { method, path, search, body } = request;
  const limit = Number(search.get('limit') ?? 50);
  switch (`${method} ${path}`) {
    case 'GET /api/whoami':
      return ok({ role: 'operator', tokenId: '7f3a' });
    case 'GET /api/series':
      return series(fleet, search);
    case 'GET /api/actions':
      return ok({
        items: search.get('service') === consumer.service ? fleet.scaler.actions.slice(0, limit) : [],
      });
    case 'GET /api/incidents':
      return ok({ items: fleet.incidents.slice(0, limit), total: fleet.incidents.length });
    case 'GET /api/incidents/types':
      return ok({ items: [{ id: 'queue_backlog', title: 'Queue backlog' }] });
    case 'GET /api/experiments':
      return ok({ items: fleet.drills.slice(0, limit).map((drill) => drill.view) });
    case 'POST /api/freeze':
    case 'DELETE /api/freeze':
      return freeze(fleet, request);
    case 'POST /api/experiments':
      return startDrill(fleet, body);
    default:
      if (method === 'DELETE' && path.startsWith('/api/experiments/')) {
        fleet.running?.abort();
        return ok({});
      }
      return oneIncident(fleet, path) ?? notFound(path);
  }
}

function notFound(path: string): FakeAnswer {
  return refuse(404, {
    code: 'OUNCE_E_NOT_FOUND',
    message: `There is no ${path}.`,
    mend: 'See /api/docs.',
  });
}

/** An incident, or what happened to it; undefined for everything else. */
function oneIncident(fleet: FakeFleet, path: string): FakeAnswer | undefined {
  const [, id, part] = /^\/api\/incidents\/([^/]+)(\/timeline)?$/.exec(path) ?? [];
  const incident = fleet.incidents.find((one) => one.id === id);
  if (!incident) return undefined;
  if (!part) return ok(incident satisfies IncidentView);
  const told = { seq: 1, actor: 'detection', kind: 'incident.opened' };
  const items = [{ ...told, atMs: incident.startedAtMs, text: `It began: ${incident.summary}` }];
  return ok({ items } satisfies TimelineView);
}
