import type { InstanceState, ServiceStatus } from '@ounce/core';
import { findAgain } from './adoption.ts';
import { type Beginning, SupervisedInstance, type Surroundings } from './instance.ts';
import type { ResolvedService } from './options.ts';
import type { InstanceRecord } from './state-folder.ts';

/** Who goes first when there are too many: those that do no work. */
const leaveFirst: readonly InstanceState[] = ['failed', 'unready', 'starting', 'ready', 'draining'];

/** The replicas of one service: as many as were last asked for. */
export class ReplicaSet {
  readonly #service: ResolvedService;
  readonly #around: Surroundings;
  #instances: readonly SupervisedInstance[] = [];
  #desired: number;

  constructor(service: ResolvedService, around: Surroundings, desired: number) {
    this.#service = service;
    this.#around = around;
    this.#desired = desired;
  }

  /** Takes over what still runs, and starts what is missing. */
  async open(records: ReadonlyMap<string, InstanceRecord>): Promise<void> {
    const mine = [...records].filter(([, { service }]) => service === this.#service.name);
    const found = await Promise.all(mine.map(([id, record]) => findAgain(id, record, this.#around)));
    for (const beginning of found) this.#add(beginning);
    this.#reconcile();
  }

  status(): ServiceStatus {
    const instances = this.#instances.map((instance) => instance.snapshot());
    return { atMs: this.#around.clock.nowMs(), desired: this.#desired, instances };
  }

  scale(replicas: number): void {
    this.#around.folder.writeDesired(this.#service.name, replicas);
    this.#desired = replicas;
    this.#reconcile();
  }

  /** @returns whether there is such an instance */
  restart(instanceId: string, unresponsive: boolean): boolean {
    const instance = this.#instances.find(({ id }) => id === instanceId);
    instance?.restart(unresponsive);
    return instance !== undefined;
  }

  /** Drains all and forgets the wanted count: the next start begins with the count of the config. */
  async stop(): Promise<void> {
    this.#around.folder.removeDesired(this.#service.name);
    this.#desired = 0;
    this.#reconcile();
    await Promise.all(this.#instances.map(({ gone }) => gone));
  }

  #reconcile(): void {
    const staying = this.#instances.filter(({ isStopping }) => !isStopping);
    for (let missing = this.#desired - staying.length; missing > 0; missing--) this.#add(this.#newInstance());
    const rank = ({ state }: SupervisedInstance) => leaveFirst.indexOf(state);
    const byUse = staying.toSorted((a, b) => rank(a) - rank(b) || b.index - a.index);
    for (const instance of byUse.slice(0, Math.max(0, staying.length - this.#desired))) instance.stop();
  }

  /** The lowest number that nobody has, not even one that is being drained. */
  #newInstance(): Beginning {
    const taken = new Set(this.#instances.map(({ index }) => index));
    let index = 1;
    while (taken.has(index)) index++;
    const startedAtMs = this.#around.clock.nowMs();
    return {
      record: { service: this.#service.name, index, port: 0, startedAtMs, restarts: 0, draining: false },
    };
  }

  #add(beginning: Beginning): void {
    const instance = new SupervisedInstance(this.#service, this.#around, beginning);
    this.#instances = [...this.#instances, instance].toSorted((a, b) => a.index - b.index);
    instance.gone.then(
      () => {
        this.#instances = this.#instances.filter((other) => other !== instance);
      },
      () => {},
    );
  }
}
