import type { Served } from '../../packages/ounce/test/integration/api/served.ts';
import { type Spent, spent } from '../harness.ts';

const runs = 100;

export interface Figures {
  readonly first: number;
  readonly p50: number;
  readonly p95: number;
  /** 95th percentile of the processor time of server and client together. */
  readonly processorP95: number;
}

/** Every list and page of the prevention framework, with other arguments each time where there are any. */
const pages: Readonly<Record<string, (i: number, completed: readonly string[]) => string>> = {
  incidents: () => '/api/incidents?limit=50',
  'incidents of a type and a service': (i) =>
    `/api/incidents?type=latency_spike&service=service-${i % 50}&limit=50`,
  'incidents that are open': () => '/api/incidents?state=open&limit=50',
  'one incident': (i) => `/api/incidents/INC-${(i * 997) % 9000}`,
  reviews: () => '/api/reviews?limit=50',
  'one review': (i) => `/api/reviews/PIR-INC-${(i * 5) % 5000}`,
  'overdue reviews': () => '/api/reviews/overdue',
  preventions: () => '/api/preventions?limit=50',
  'preventions of a type': () => '/api/preventions?incidentType=queue_backlog&limit=50',
  roadmap: () => '/api/roadmap',
  effectiveness: () => '/api/effectiveness',
  'effectiveness of a service': (i) => `/api/effectiveness?service=service-${i % 50}`,
  'effect of one prevention': (i, done) => `/api/effectiveness/preventions/${done[i % done.length]}`,
  'effect of 20 preventions': () => '/api/effectiveness/preventions?limit=20',
  'credit for a type': () => '/api/effectiveness/types/queue_backlog/credit',
  recurrences: () => '/api/recurrences',
  'knowledge search': (i) =>
    `/api/knowledge/search?query=${['certificate', 'retry', 'disk', 'deploy', 'queries'][i % 5]}`,
};

export async function measurePages(
  served: Served,
  progress: (line: string) => void,
): Promise<Map<string, Figures>> {
  const figures = new Map<string, Figures>();
  const time = (path: string) =>
    spent(async () => {
      const { status } = await served.ask('GET', path, { as: 'viewer' });
      if (status !== 200) throw new Error(`${path} was answered with ${status}`);
    });
  const { items } = served.context.ledger.query.completedPreventions({ limit: 1000 });
  const completed = items.map(({ id }) => id);
  for (const [name, path] of Object.entries(pages)) {
    try {
      figures.set(name, await figuresOf((i) => time(path(i, completed))));
    } catch (error) {
      progress(`left out: ${name}: ${error instanceof Error ? error.message : String(error)}`);
    }
  }
  let opened = 0;
  figures.set(
    'effectiveness, an incident before each request',
    await figuresOf(async () => {
      opened += 1;
      await served.context.ledger.append([newIncident(opened)]);
      return time('/api/effectiveness');
    }),
  );
  return figures;
}

async function figuresOf(run: (i: number) => Promise<Spent>): Promise<Figures> {
  const first = (await run(0)).seconds * 1000;
  const times: Spent[] = [];
  for (let i = 1; i <= runs; i++) times.push(await run(i));
  const quantile = (of: keyof Spent, share: number) =>
    1000 * times.map((one) => one[of]).sort((a, b) => a - b)[Math.floor(runs * share)]!;
  return {
    first,
    p50: quantile('seconds', 0.5),
    p95: quantile('seconds', 0.95),
    processorP95: quantile('processorSeconds', 0.95),
  };
}

function newIncident(i: number) {
  const atMs = Date.now();
  const data = {
    ...{ id: `NEW-${i}`, type: 'queue_backlog', service: 'service-1', region: 'eu-1', severity: 3 as const },
    ...{ drill: false, summary: 'Again.', startedAtMs: atMs, detectedAtMs: atMs },
  };
  return { atMs, actor: 'governor', subject: `incident:${data.id}`, kind: 'incident.opened' as const, data };
}
