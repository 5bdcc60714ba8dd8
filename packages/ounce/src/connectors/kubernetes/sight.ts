import { autoscalerOf } from './autoscaler.ts';
import { type NamespaceReader, type Sight, workloadKey } from './namespace-reader.ts';
import type { Autoscaler, WorkloadObject } from './objects.ts';
import type { KubernetesWorkload } from './options.ts';
import { isOver, type Pod } from './pods.ts';
import { wrongOrder } from './refusal.ts';
import { selects } from './selector.ts';

/** What runs of one workload. */
export interface Seen {
  readonly atMs: number;
  readonly workload: WorkloadObject;
  readonly pods: readonly Pod[];
  readonly autoscaler?: Autoscaler;
}

/**
 * Looks at one namespace. All who ask at the same time share one look: the number of requests does not grow with the number of
 * services. Who asks after an order gets a look that began after it.
 */
export class NamespaceSight {
  readonly #reader: NamespaceReader;
  readonly #timeoutMs: number;
  #underWay: Promise<Sight> | undefined;
  #isOrdered = true;

  constructor(reader: NamespaceReader, timeoutMs: number) {
    this.#reader = reader;
    this.#timeoutMs = timeoutMs;
  }

  async of({ kind, name, namespace }: KubernetesWorkload, signal: AbortSignal): Promise<Seen> {
    const { atMs, workloads, pods, autoscalers } = await this.#share(signal);
    const workload = workloads.get(workloadKey(kind, name));
    if (!workload)
      throw wrongOrder(
        `There is no ${kind} ${name} in namespace ${namespace}.`,
        'Correct services.….kubernetes.',
      );
    const autoscaler = autoscalerOf({ kind, name }, autoscalers);
    return {
      atMs,
      workload,
      pods: pods.filter((pod) => selects(workload.spec.selector, pod.metadata.labels) && !isOver(pod)),
      ...(autoscaler ? { autoscaler } : {}),
    };
  }

  /** What is under way may not know of an order that was just given. */
  ordered(): void {
    this.#underWay = undefined;
    this.#isOrdered = true;
  }

  close(): void {
    this.#reader.close();
  }

  async #share(signal: AbortSignal): Promise<Sight> {
    signal.throwIfAborted();
    const shared = this.#underWay ?? this.#begin();
    let stop = () => {};
    const aborted = new Promise<never>((_, reject) => {
      const onAbort = () => reject(signal.reason);
      signal.addEventListener('abort', onAbort, { once: true });
      stop = () => signal.removeEventListener('abort', onAbort);
    });
    return Promise.race([shared, aborted]).finally(stop);
  }

  #begin(): Promise<Sight> {
    const anew = this.#isOrdered;
    this.#isOrdered = false;
    const looking: Promise<Sight> = this.#reader
      .read(anew, AbortSignal.timeout(this.#timeoutMs))
      .finally(() => {
        if (this.#underWay === looking) this.#underWay = undefined;
      });
    looking.catch(() => {
      this.#isOrdered ||= anew;
    });
    this.#underWay = looking;
    return looking;
  }
}
