import type { FreezeView, IncidentView, StartExperiment } from '../src/api/types.ts';
import { Drill } from './drill.ts';
import { QueueModel } from './queue-model.ts';
import { consumer, Scaler } from './scaler.ts';

const above = 500;
const normalBelow = 100;

/** The one service that really moves, with what watches it and what is done to it. One step is one second. */
export class FakeFleet {
  readonly model: QueueModel;
  readonly scaler = new Scaler();
  readonly drills: Drill[] = [];
  readonly incidents: IncidentView[] = [];
  freeze: FreezeView = { frozen: false };
  #breachedForMs = 0;
  #normalForMs = 0;

  constructor(startMs: number) {
    this.model = new QueueModel(startMs);
  }

  get running(): Drill | undefined {
    return this.drills.find((drill) => !drill.view.verdict);
  }

  start(body: StartExperiment, atMs: number): Drill {
    const drill = new Drill(`exp-${this.drills.length + 1}`, body, atMs);
    this.drills.unshift(drill);
    return drill;
  }

  step(atMs: number): void {
    const drill = this.running;
    const moment = this.model.step(atMs, drill?.factor ?? 1);
    if (drill?.controlsOn ?? true) this.scaler.decide(this.model, this.freeze, drill !== undefined);
    drill?.observe(moment);
    this.#watch(moment.depth, atMs, drill);
  }

  #watch(depth: number, atMs: number, drill: Drill | undefined) {
    this.#breachedForMs = depth > above ? this.#breachedForMs + 1000 : 0;
    this.#normalForMs = depth < normalBelow ? this.#normalForMs + 1000 : 0;
    const [newest] = this.incidents;
    const open = newest?.resolvedAtMs === undefined ? newest : undefined;
    if (!open && this.#breachedForMs === 4_000) {
      this.incidents.unshift({
        ...consumer,
        id: `inc-${this.incidents.length + 1}`,
        type: 'queue_backlog',
        severity: 2,
        drill: drill !== undefined,
        ...(drill ? { experimentId: drill.view.id } : {}),
        summary: `Queue depth of ${consumer.service} was above ${above} for 4 s.`,
        startedAtMs: atMs - 4_000,
        detectedAtMs: atMs,
      });
    }
    if (open && this.#normalForMs === 15_000) this.incidents[0] = { ...open, resolvedAtMs: atMs };
  }
}
