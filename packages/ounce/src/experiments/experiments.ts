import type { ExperimentTargets, Scenario } from '@ounce/core';
import type { ExperimentRecord } from '../ledger/index.ts';
import { findScenario, type WantedScenario } from './find-scenario.ts';
import { cleanUp, leftoversOf, type Recovery } from './leftovers.ts';
import { type Permission, refusalOf, refuse } from './refusals.ts';
import { ExperimentRun, type RunnerParts } from './runner.ts';
import type { ExperimentPlan } from './world.ts';

/** Nobody has looked at an attached experiment for so long: whoever started it is gone, and so must the fault be. */
const unwatchedMs = 2_500;
/** A finished experiment is shown for so long, so that whoever watched it sees its verdict. */
const shownAfterMs = 60_000;
const cleanUpEveryMs = 5_000;

export interface ExperimentRequest extends WantedScenario {
  readonly durationMs: number;
  readonly controls: 'on' | 'off';
  /** Goes on without anyone watching. */
  readonly detach: boolean;
  readonly actor: string;
}

export interface ExperimentsOptions extends RunnerParts {
  readonly scenarios: readonly Scenario[];
  readonly region: string;
  readonly chaosAllowed: (service: string) => boolean;
}

/** Starts, watches, aborts and cleans up after experiments. */
export class Experiments {
  readonly #options: ExperimentsOptions;
  readonly #runs = new Map<string, ExperimentRun>();
  readonly #watchedAtMs = new Map<string, number>();
  readonly #stopped = new AbortController();
  #recovering: Promise<void> | undefined;

  constructor(options: ExperimentsOptions) {
    this.#options = options;
  }

  get scenarios(): readonly Scenario[] {
    return this.#options.scenarios;
  }

  /** The scenario as a request wants it. Throws `OUNCE_E_SCENARIO_INVALID` when there is none of that name. */
  resolve(wanted: WantedScenario): Scenario {
    return findScenario(this.#options.scenarios, wanted);
  }

  /** Why it would be refused now; undefined when it may start. */
  refusal(scenario: Scenario): string | undefined {
    return refusalOf(scenario, this.#targets(scenario), this.#permission());
  }

  /** Starts and returns at once. Throws `OUNCE_E_EXPERIMENT_REFUSED` with the reason. */
  start(request: ExperimentRequest): ExperimentRun {
    const scenario = this.resolve(request);
    const because = this.refusal(scenario);
    if (because) refuse(because);
    const plan: ExperimentPlan = {
      experimentId: this.#newId(scenario),
      scenario,
      targets: this.#targets(scenario),
      durationMs: request.durationMs,
      controls: request.controls,
      actor: request.actor,
    };
    this.#forgetOld();
    const run = new ExperimentRun(plan, this.#options);
    this.#runs.set(plan.experimentId, run);
    if (!request.detach) void this.#endWhenUnwatched(run);
    // A run that rejects (the journal cannot be written) has removed its fault by then; `recover` closes its record.
    void run.run().catch((error: Error) => run.abort(error.message));
    return run;
  }

  /** The run with this id, from this governor's life; undefined otherwise. */
  get(experimentId: string): ExperimentRun | undefined {
    return this.#runs.get(experimentId);
  }

  get running(): readonly ExperimentRun[] {
    return [...this.#runs.values()].filter((run) => run.phase !== 'finished');
  }

  /** What runs now, or ended less than a minute ago; the newest of them. */
  get shown(): ExperimentRun | undefined {
    const nowMs = this.#options.clock.nowMs();
    const isShown = ({ finishedAtMs }: ExperimentRun) =>
      finishedAtMs === undefined || nowMs - finishedAtMs <= shownAfterMs;
    return this.running.at(-1) ?? [...this.#runs.values()].filter(isShown).at(-1);
  }

  /** Call at least every second for as long as somebody watches. */
  touch(experimentId: string): void {
    this.#watchedAtMs.set(experimentId, this.#options.clock.nowMs());
  }

  /** Aborts what runs, removes every fault that this ledger knows of, and closes their records. Idempotent. */
  async recover(actor: string): Promise<Recovery> {
    const aborted = this.running;
    for (const run of aborted) run.abort(`${actor} asked for recovery.`);
    await this.#untilFinished(aborted);
    const removed = aborted.flatMap((run) => (run.seen.rolledBack ? run.faultIds : []));
    const cleaned = await this.#cleanUp(actor);
    return { removed: [...removed, ...cleaned.removed], notRemoved: cleaned.notRemoved };
  }

  /** Cleans up after an earlier governor, beside everything else: its targets may be slow to come up. */
  begin(): void {
    this.#recovering = this.#keepCleaningUp();
  }

  /** Ends everything; resolves when every fault is removed. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the governor stops'));
    for (const run of this.running) run.abort('The governor is being stopped.');
    await this.#untilFinished(this.running);
    await this.#recovering;
  }

  async #keepCleaningUp(): Promise<void> {
    const { signal } = this.#stopped;
    while (!signal.aborted) {
      const left = await this.#cleanUp('governor').catch(() => undefined);
      if (left?.notRemoved.length === 0) return;
      await this.#options.clock.sleep(cleanUpEveryMs, signal).catch(() => {});
    }
  }

  async #cleanUp(actor: string): Promise<Recovery> {
    const all = await Promise.all(this.#leftovers().map((record) => cleanUp(record, this.#options, actor)));
    return {
      removed: all.flatMap(({ removed }) => removed),
      notRemoved: all.flatMap(({ notRemoved }) => notRemoved),
    };
  }

  #leftovers(): ExperimentRecord[] {
    const running = new Set(this.running.map((run) => run.plan.experimentId));
    return leftoversOf(this.#options, (id) => running.has(id));
  }

  async #untilFinished(runs: readonly ExperimentRun[]): Promise<void> {
    while (runs.some((run) => run.phase !== 'finished')) await this.#options.clock.sleep(50);
  }

  async #endWhenUnwatched(run: ExperimentRun): Promise<void> {
    const { clock } = this.#options;
    const { experimentId } = run.plan;
    this.touch(experimentId);
    while (run.phase !== 'finished') {
      await clock.sleep(500);
      const unwatched = clock.nowMs() - (this.#watchedAtMs.get(experimentId) ?? 0) > unwatchedMs;
      if (unwatched) return run.abort('Whoever started it is gone, so it was ended.');
    }
  }

  #targets({ target, faultTarget }: Scenario): ExperimentTargets {
    const { region } = this.#options;
    return { target: { service: target, region }, faultTarget: { service: faultTarget, region } };
  }

  #permission(): Permission {
    const { ledger, world, chaosAllowed } = this.#options;
    const running = this.running.map((run) => run.plan);
    return { query: ledger.query, world, chaosAllowed, running, leftovers: this.#leftovers() };
  }

  /** Scenario and second, and a number when that is not enough: ids name faults too, and none may come back. */
  #newId({ name }: Scenario): string {
    const { clock, ledger } = this.#options;
    const base = `${name}-${new Date(clock.nowMs()).toISOString().replace(/[-:]|\.\d+Z/g, '')}`;
    const isTaken = (id: string) => this.#runs.has(id) || ledger.query.experiment(id) !== undefined;
    let id = base;
    for (let next = 2; isTaken(id); next++) id = `${base}-${next}`;
    return id;
  }

  /** The ledger keeps them all; here only what is still shown. */
  #forgetOld(): void {
    const kept = new Set([...this.running, this.shown]);
    for (const [id, run] of this.#runs)
      if (!kept.has(run)) {
        this.#runs.delete(id);
        this.#watchedAtMs.delete(id);
      }
  }
}
