import type { Clock } from '../../ports/index.ts';
import type { KubernetesClient } from './client.ts';
import { listAll } from './list.ts';
import { type Autoscaler, autoscalerSchema, type WorkloadObject, workloadSchema } from './objects.ts';
import type { KubernetesWorkload } from './options.ts';
import { autoscalersPath, podsPath, workloadsPath } from './paths.ts';
import { type Pod, podSchema } from './pods.ts';
import { sharedSelector } from './selector.ts';
import { WatchedList } from './watched-list.ts';

/** Everything in a namespace that matters to its services. */
export interface Sight {
  /** What has happened since may be missing from it. */
  readonly atMs: number;
  readonly workloads: ReadonlyMap<string, WorkloadObject>;
  readonly pods: readonly Pod[];
  readonly autoscalers: readonly Autoscaler[];
}

export interface Namespace {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly namespace: string;
  readonly services: readonly KubernetesWorkload[];
}

export interface NamespaceReader {
  /** @param anew what is known already will not do: an order was given since */
  read(anew: boolean, signal: AbortSignal): Promise<Sight>;
  close(): void;
}

export const workloadKey = (kind: string, name: string) => `${kind}/${name}`;

const kindsOf = ({ services }: Namespace) => [...new Set(services.map(({ kind }) => kind))];

/** Which pods are asked for: those of our workloads, where their labels allow it. */
function podQuery({ services }: Namespace, workloads: Sight['workloads']): Readonly<Record<string, string>> {
  const ours = services.flatMap(
    ({ kind, name }) => workloads.get(workloadKey(kind, name))?.spec.selector ?? [],
  );
  const labelSelector = sharedSelector(ours);
  return labelSelector ? { labelSelector } : {};
}

const keyed = (kind: string, items: readonly WorkloadObject[]) =>
  items.map((item) => [workloadKey(kind, item.metadata.name), item] as const);

/** Lists everything each time it is asked. */
export function listingReader(around: Namespace): NamespaceReader {
  const { client, clock, namespace } = around;
  return {
    async read(_, signal) {
      const atMs = clock.nowMs();
      const [autoscalers, ...lists] = await Promise.all([
        listAll(client, autoscalersPath(namespace), autoscalerSchema, signal),
        ...kindsOf(around).map(async (kind) =>
          keyed(kind, (await listAll(client, workloadsPath(kind, namespace), workloadSchema, signal)).items),
        ),
      ]);
      const workloads = new Map(lists.flat());
      const pods = await listAll(client, podsPath(namespace), podSchema, signal, podQuery(around, workloads));
      return { atMs, workloads, pods: pods.items, autoscalers: autoscalers.items };
    },
    close() {},
  };
}

interface Watched {
  readonly autoscalers: WatchedList<Autoscaler>;
  readonly workloads: readonly (readonly [kind: string, list: WatchedList<WorkloadObject>])[];
  readonly pods: WatchedList<Pod>;
  readonly podQuery: string;
}

/** Lists everything once, then watches it; lists again after an order, and when a watch is over or silent. */
export function watchingReader(around: Namespace): NamespaceReader {
  const { client, clock, namespace } = around;
  let watched: Watched | undefined;
  const listsOf = ({ autoscalers, workloads, pods }: Watched) => [
    autoscalers,
    pods,
    ...workloads.map(([, list]) => list),
  ];
  const close = () => {
    for (const list of watched ? listsOf(watched) : []) list.close();
    watched = undefined;
  };
  const sightOf = (now: Watched): Sight => ({
    atMs: Math.min(...listsOf(now).map(({ heardMs }) => heardMs)),
    workloads: new Map(now.workloads.flatMap(([kind, { items }]) => keyed(kind, items))),
    pods: now.pods.items,
    autoscalers: now.autoscalers.items,
  });
  const begin = async (signal: AbortSignal): Promise<Watched> => {
    const begun: WatchedList<never>[] = [];
    const start = async <List extends { close(): void }>(list: Promise<List>): Promise<List> => {
      const one = await list;
      begun.push(one as unknown as WatchedList<never>);
      return one;
    };
    try {
      const of = { client, clock };
      const autoscalers = start(
        WatchedList.begin({ ...of, path: autoscalersPath(namespace), item: autoscalerSchema }, signal),
      );
      const lists = kindsOf(around).map(async (kind) => {
        const path = workloadsPath(kind, namespace);
        return [kind, await start(WatchedList.begin({ ...of, path, item: workloadSchema }, signal))] as const;
      });
      const [first, ...workloads] = await Promise.all([autoscalers, ...lists]);
      const query = podQuery(around, new Map(workloads.flatMap(([kind, { items }]) => keyed(kind, items))));
      const options = { ...of, path: podsPath(namespace), item: podSchema };
      const pods = await start(WatchedList.begin(options, signal, query));
      return { autoscalers: first, workloads, pods, podQuery: JSON.stringify(query) };
    } catch (error) {
      for (const list of begun) list.close();
      throw error;
    }
  };
  let isClosed = false;
  const look = async (anew: boolean, signal: AbortSignal): Promise<Sight> => {
    if (watched && !anew && listsOf(watched).every(({ isCurrent }) => isCurrent)) {
      const sight = sightOf(watched);
      if (JSON.stringify(podQuery(around, sight.workloads)) === watched.podQuery) return sight;
    }
    close();
    watched = await begin(signal);
    const sight = sightOf(watched);
    if (isClosed) close();
    return sight;
  };
  // One after the other: two who list anew at once would leave the watches of one of them behind.
  let last: Promise<unknown> = Promise.resolve();
  return {
    read(anew, signal) {
      const looking = last.then(() => look(anew, signal));
      last = looking.catch(() => {});
      return looking;
    },
    close() {
      isClosed = true;
      close();
    },
  };
}
