import { randomUUID } from 'node:crypto';
import { faultsOf, type PublishedKind } from './published.ts';

// biome-ignore lint/suspicious/noExplicitAny: objects of the API, each checked against its published schema when it is kept.
export type Any = any;

export interface ClusterOptions {
  readonly nowMs: () => number;
  /** From the creation of a pod to its readiness. */
  readonly startMs: number;
  readonly namespace?: string;
}

export interface Change {
  readonly type: 'ADDED' | 'MODIFIED' | 'DELETED';
  readonly plural: string;
  readonly version: number;
  readonly object: Any;
}

const kinds: Readonly<Record<string, readonly [kind: PublishedKind, apiVersion: string]>> = {
  pods: ['Pod', 'v1'],
  deployments: ['Deployment', 'apps/v1'],
  statefulsets: ['StatefulSet', 'apps/v1'],
  horizontalpodautoscalers: ['HorizontalPodAutoscaler', 'autoscaling/v2'],
};

/**
 * Objects with versions, and the two controllers that matter here: workloads make and remove pods, autoscalers set replicas.
 * `step` runs them once. What it keeps is checked against the published schemas, so that what is read from it is real.
 */
export class Cluster {
  readonly objects = new Map<string, Any>();
  readonly namespace: string;
  /** How many replicas the metrics of each autoscaler ask for, by its name. */
  readonly autoscalerWants = new Map<string, number>();
  /** The least number of ready pods, by workload: a PodDisruptionBudget. */
  readonly budgets = new Map<string, number>();
  frontProxyCa?: string;
  version = 1000;
  /** Called at each change. */
  readonly followers = new Set<() => void>();
  readonly #changes: Change[] = [];
  #forgotten = 0;
  readonly #nowMs: () => number;
  readonly #startMs: number;
  readonly #created = new Map<string, number>();

  constructor({ nowMs, startMs, namespace = 'shop' }: ClusterOptions) {
    this.#nowMs = nowMs;
    this.#startMs = startMs;
    this.namespace = namespace;
  }

  put(plural: string, object: Any): Any {
    const [kind, apiVersion] = kinds[plural]!;
    this.version++;
    const { name } = object.metadata;
    const old = this.objects.get(`${plural}/${name}`);
    const isChanged = JSON.stringify(old?.spec) !== JSON.stringify(object.spec);
    const metadata = {
      ...object.metadata,
      namespace: this.namespace,
      uid: old?.metadata.uid ?? randomUUID(),
      resourceVersion: String(this.version),
      creationTimestamp: old?.metadata.creationTimestamp ?? this.#time(),
      ...(plural === 'pods' ? {} : { generation: (old?.metadata.generation ?? 0) + (isChanged ? 1 : 0) }),
    };
    const kept = structuredClone({ ...object, apiVersion, kind, metadata });
    const faults = faultsOf(kind, kept);
    if (faults.length > 0) throw new Error(`the stand-in holds what cannot be: ${faults.join('; ')}`);
    this.objects.set(`${plural}/${name}`, kept);
    this.#log(old ? 'MODIFIED' : 'ADDED', plural, kept);
    return kept;
  }

  get(plural: string, name: string): Any {
    return this.objects.get(`${plural}/${name}`);
  }

  all(plural: string): Any[] {
    return [...this.objects].filter(([key]) => key.startsWith(`${plural}/`)).map(([, object]) => object);
  }

  /** A workload with pods labelled `app: name`. */
  run(name: string, replicas: number, kind: 'deployments' | 'statefulsets' = 'deployments'): void {
    const labels = { app: name };
    this.put(kind, {
      metadata: { name },
      spec: {
        replicas,
        selector: { matchLabels: labels },
        ...(kind === 'statefulsets' ? { serviceName: name } : {}),
        template: { metadata: { labels }, spec: { containers: [{ name: 'main', image: 'example/main:1' }] } },
      },
    });
  }

  autoscale(name: string, target: string, minReplicas: number, maxReplicas: number, more: Any = {}): void {
    this.autoscalerWants.set(name, minReplicas);
    this.put('horizontalpodautoscalers', {
      metadata: { name, ...more },
      spec: {
        minReplicas,
        maxReplicas,
        scaleTargetRef: { apiVersion: 'apps/v1', kind: 'Deployment', name: target },
      },
    });
  }

  podsOf(name: string): Any[] {
    return this.all('pods').filter(({ metadata }) => metadata.labels.app === name);
  }

  /** One round of the controllers. */
  step(): void {
    for (const autoscaler of this.all('horizontalpodautoscalers')) this.#autoscale(autoscaler);
    for (const plural of ['deployments', 'statefulsets'])
      for (const workload of this.all(plural)) this.#roll(plural, workload);
  }

  /** The container dies and is started again in the same pod. */
  crash(pod: string): void {
    const object = this.get('pods', pod);
    const restarts = object.status.containerStatuses[0].restartCount + 1;
    this.#created.set(pod, this.#nowMs());
    this.put('pods', { ...object, status: this.#status(object, false, restarts) });
  }

  remove(pod: string): void {
    const old = this.get('pods', pod);
    this.version++;
    this.objects.delete(`pods/${pod}`);
    this.#log('DELETED', 'pods', {
      ...old,
      metadata: { ...old.metadata, resourceVersion: String(this.version) },
    });
  }

  /** What a budget says of taking one more pod of this workload away. */
  mayEvict(name: string): boolean {
    const ready = this.podsOf(name).filter((pod) => isReady(pod) && !pod.metadata.deletionTimestamp).length;
    return ready > (this.budgets.get(name) ?? 0);
  }

  /** What has changed since a version; undefined when that is too long ago. */
  changesSince(version: number, plural: string): readonly Change[] | undefined {
    if (version < this.#forgotten) return undefined;
    return this.#changes.filter((change) => change.version > version && change.plural === plural);
  }

  /** Nobody can go on from a version of before. */
  forget(): void {
    this.#forgotten = this.version + 1;
    this.version += 2;
    for (const follower of this.followers) follower();
  }

  #log(type: Change['type'], plural: string, object: Any): void {
    this.#changes.push({ type, plural, object, version: this.version });
    for (const follower of this.followers) follower();
  }

  #autoscale({ metadata, spec }: Any): void {
    const target = this.get('deployments', spec.scaleTargetRef.name);
    if (!target || target.spec.replicas === 0) return;
    const wanted = this.autoscalerWants.get(metadata.name) ?? spec.minReplicas;
    const replicas = Math.min(spec.maxReplicas, Math.max(spec.minReplicas, wanted));
    if (replicas !== target.spec.replicas)
      this.put('deployments', { ...target, spec: { ...target.spec, replicas } });
  }

  #roll(plural: string, workload: Any): void {
    const { metadata, spec } = workload;
    for (const pod of this.podsOf(metadata.name)) this.#progress(pod);
    const pods = this.podsOf(metadata.name);
    for (const pod of pods.slice(spec.replicas)) this.remove(pod.metadata.name);
    for (let missing = spec.replicas - pods.length; missing > 0; missing--) this.#create(plural, workload);
    const ready = this.podsOf(metadata.name).filter(isReady).length;
    const status = {
      ...{ observedGeneration: metadata.generation, replicas: spec.replicas, updatedReplicas: spec.replicas },
      readyReplicas: ready,
    };
    if (JSON.stringify(status) !== JSON.stringify(workload.status)) this.put(plural, { ...workload, status });
  }

  #create(plural: string, { metadata, spec }: Any): void {
    let number = 0;
    while (this.get('pods', `${metadata.name}-${number}`)) number++;
    const name =
      plural === 'statefulsets'
        ? `${metadata.name}-${number}`
        : `${metadata.name}-${randomUUID().slice(0, 8)}`;
    // A successor of the same name is never there within the same second.
    const before = this.#created.get(name) ?? Number.NEGATIVE_INFINITY;
    this.#created.set(name, Math.max(this.#nowMs(), before + 1_000));
    const pod = { metadata: { name, labels: spec.template.metadata.labels }, spec: spec.template.spec };
    this.put('pods', { ...pod, status: this.#status(pod, this.#startMs === 0, 0) });
  }

  #progress(pod: Any): void {
    const { name } = pod.metadata;
    if (isReady(pod) || this.#nowMs() - this.#created.get(name)! < this.#startMs) return;
    this.put('pods', {
      ...pod,
      status: this.#status(pod, true, pod.status.containerStatuses[0].restartCount),
    });
  }

  #status({ metadata, status }: Any, ready: boolean, restartCount: number): Any {
    const startedAt = this.#time(this.#created.get(metadata.name));
    return {
      ...{ phase: 'Running', podIP: '127.0.0.1', startTime: status?.startTime ?? startedAt },
      conditions: [{ type: 'Ready', status: ready ? 'True' : 'False', lastTransitionTime: this.#time() }],
      containerStatuses: [
        {
          ...{ name: 'main', image: 'example/main:1', imageID: 'sha256:1', ready, restartCount },
          state: { running: { startedAt } },
        },
      ],
    };
  }

  /** The API tells whole seconds. */
  #time(atMs = this.#nowMs()): string {
    return new Date(atMs).toISOString().replace(/\.\d+Z$/, 'Z');
  }
}

export const isReady = ({ status }: Any): boolean => status.conditions[0].status === 'True';
