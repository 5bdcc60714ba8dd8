import type { Mode, NewEvent } from '@ounce/core';
import type { ExperimentRun } from '../experiments/index.ts';
import type { Clock, Journal } from '../ports/index.ts';
import type { SimulatedFleet } from './fleet.ts';
import type { StormPlan, StormWord } from './storm-plan.ts';
import type { Told } from './storm-ports.ts';

/** Readings may be this many intervals old when something is taken away on their word. */
const freshForIntervals = 2.5;

/** Stands at the platform's door and judges every order by what its governor could have known. */
export class StormWatch {
  readonly told: Told = { depthAtMs: Number.NEGATIVE_INFINITY, desired: undefined };
  readonly broken: string[] = [];
  readonly #plan: StormPlan;
  readonly #clock: Clock;
  readonly #fleet: SimulatedFleet;
  orders = 0;
  reductions = 0;
  #reigning = false;
  #frozen = false;
  #mode: Mode | undefined = 'enforced';
  #lastWord: StormWord | undefined;
  #taken = 0;
  #lastOrderMs = Number.NEGATIVE_INFINITY;
  readonly #trials: ExperimentRun[] = [];

  constructor(plan: StormPlan, clock: Clock, fleet: SimulatedFleet) {
    this.#plan = plan;
    this.#clock = clock;
    this.#fleet = fleet;
  }

  /** A governor starts and knows nothing yet. */
  begin(): void {
    this.told.depthAtMs = Number.NEGATIVE_INFINITY;
    this.told.desired = undefined;
    this.#lastOrderMs = Number.NEGATIVE_INFINITY;
    this.#reigning = true;
  }

  end(): void {
    this.#reigning = false;
    this.#trials.length = 0;
  }

  /** Between the question and its answer either state is right. */
  asked(event: StormWord): void {
    this.#lastWord = event;
    if (event.kind === 'unfreeze') this.#frozen = false;
    if (event.kind === 'mode') this.#mode = undefined;
  }

  answered(event: StormWord): void {
    if (this.#lastWord !== event) return;
    if (event.kind === 'freeze') this.#frozen = true;
    if (event.kind === 'mode') this.#mode = event.mode;
  }

  trial(run: ExperimentRun): void {
    if (run.plan.controls === 'off') this.#trials.push(run);
  }

  /** Counts what is written before it is done. */
  written(journal: Journal): Journal {
    const taken = (events: readonly NewEvent[]) =>
      events.filter(({ kind }) => kind === 'action.taken').length;
    return {
      ...journal,
      append: async (events, options) => {
        const sealed = await journal.append(events, options);
        this.#taken += taken(events);
        return sealed;
      },
    };
  }

  order(replicas: number): void {
    const { rails } = this.#plan.target.controls[0]!;
    const nowMs = this.#clock.nowMs();
    // A governor can only go by what it was told; with a platform that does not lie, that is what is so.
    const from = this.#plan.platform.lies > 0 ? this.told.desired : this.#fleet.desired;
    this.orders++;
    if (!this.#reigning) this.break(`scaled to ${replicas} when no governor was there`);
    if (this.#frozen) this.break(`scaled to ${replicas} while frozen`);
    if (this.#mode === 'off' || this.#mode === 'dry-run') this.break(`scaled in mode ${this.#mode}`);
    if (this.#trials.some(({ phase }) => phase !== 'finished')) this.break('scaled with controls off');
    if (this.orders > this.#taken) this.break(`scaled to ${replicas} before it was written down`);
    if (from === undefined) this.break('scaled without knowing what runs');
    else if (replicas < from) this.#reduction(from, replicas, nowMs);
    else if (replicas > from && replicas > rails.ceiling)
      this.break(`scaled out to ${replicas}, above the ceiling of ${rails.ceiling}`);
    this.#lastOrderMs = nowMs;
  }

  #reduction(from: number, to: number, nowMs: number): void {
    const { metrics, controls } = this.#plan.target;
    const { rails } = controls[0]!;
    const ageMs = nowMs - this.told.depthAtMs;
    this.reductions++;
    if (ageMs > freshForIntervals * metrics[0]!.intervalMs)
      this.break(`scaled in from ${from} to ${to} on readings that were ${ageMs} ms old`);
    if (to < rails.floor) this.break(`scaled in to ${to}, below the floor of ${rails.floor}`);
    if (nowMs - this.#lastOrderMs < rails.cooldownInMs)
      this.break(`scaled in ${nowMs - this.#lastOrderMs} ms after the last action`);
    const step = Math.max(rails.maxStepDown, Math.floor(from * rails.maxStepDownShare));
    if (from - to > step) this.break(`scaled in by ${from - to}, the largest step is ${step}`);
  }

  break(says: string): void {
    this.broken.push(`${(this.#clock.monotonicMs() / 1000).toFixed(1)} s: ${says}`);
  }
}
