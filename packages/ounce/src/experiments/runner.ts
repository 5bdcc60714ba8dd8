import type { EventData, EventKind, ExperimentPhase, NewEvent, ServiceRef, Verdict } from '@ounce/core';
import type { Ledger } from '../ledger/index.ts';
import type { Clock, FaultAgent } from '../ports/index.ts';
import { AbortWatch } from './abort-watch.ts';
import { FaultHold } from './lease.ts';
import { type Observations, watchFrom } from './observations.ts';
import { lookEveryMs, Observer } from './observer.ts';
import { RecoveryWatch } from './recovery.ts';
import { judgeCriteria, verdictOf } from './verdict.ts';
import type { ExperimentPlan, World } from './world.ts';

/** How long the steady state may take to come and hold, on top of the time it must hold. */
const steadyPatienceMs = 60_000;
/** Longer than two of the slowest usual readings. */
const invisibleAfterMs = 30_000;

type ExperimentEventKind = Extract<EventKind, `experiment.${string}`>;

export interface RunnerParts {
  readonly clock: Clock;
  readonly ledger: Ledger;
  readonly agent: FaultAgent;
  readonly world: World;
}

/** Runs one experiment from its steady state to its verdict. The fault never outlives it. */
export class ExperimentRun {
  readonly plan: ExperimentPlan;
  readonly startedAtMs: number;
  readonly #parts: RunnerParts;
  readonly #observer: Observer;
  readonly #aborted = new AbortController();
  #phase: ExperimentPhase = 'steady-state';
  #verdict: Verdict | undefined;
  #finishedAtMs: number | undefined;

  constructor(plan: ExperimentPlan, parts: RunnerParts) {
    this.plan = plan;
    this.#parts = parts;
    this.#observer = new Observer(plan, parts);
    this.startedAtMs = parts.clock.nowMs();
  }

  get seen(): Observations {
    return this.#observer.seen;
  }

  get phase(): ExperimentPhase {
    return this.#phase;
  }

  /** Undefined until it is written down; it stays so when the journal cannot be written. */
  get verdict(): Verdict | undefined {
    return this.#verdict;
  }

  get finishedAtMs(): number | undefined {
    return this.#finishedAtMs;
  }

  get faultIds(): readonly string[] {
    return this.plan.scenario.faults.map((_, i) => `${this.plan.experimentId}-${i}`);
  }

  /** Ends it at once: the fault is removed within the lease, whatever else happens. */
  abort(because: string): void {
    this.seen.abortedBecause ??= because;
    this.#aborted.abort(new Error(because));
  }

  criteria() {
    return judgeCriteria(this.plan.scenario, this.seen, this.#parts.clock.nowMs());
  }

  /** Resolves to the verdict. Rejects when the journal cannot be written; the fault is removed by then as well. */
  async run(): Promise<Verdict> {
    const { clock, world } = this.#parts;
    const { experimentId, targets, scenario, durationMs, controls } = this.plan;
    const services = [targets.target, targets.faultTarget, ...this.#alsoAffected()];
    const endTrial = world.beginTrial({ experimentId, services, controls });
    try {
      await this.#record('experiment.started', { experimentId, scenario, targets, durationMs, controls });
      if (await this.#steadyState()) await this.#faultAndRecovery();
      const verdict = verdictOf(scenario, this.seen, clock.nowMs());
      await this.#record('experiment.finished', { experimentId, verdict });
      this.#verdict = verdict;
      return verdict;
    } finally {
      this.#phase = 'finished';
      this.#finishedAtMs = clock.nowMs();
      endTrial();
    }
  }

  #alsoAffected(): ServiceRef[] {
    const { scenario, targets } = this.plan;
    return (scenario.alsoAffected ?? []).map((service) => ({ ...targets.target, service }));
  }

  /** Waits until the steady state has held. Without it nothing is injected. */
  async #steadyState(): Promise<boolean> {
    const { clock } = this.#parts;
    const { steadyForMs } = this.plan.scenario;
    const watch = new RecoveryWatch(this.startedAtMs, steadyForMs);
    for (;;) {
      this.#abortWhenFrozen();
      if (this.#aborted.signal.aborted) return false;
      const { truth, says, atMs } = this.#observer.steady();
      watch.see(atMs ?? clock.nowMs(), truth);
      if (watch.normalAtMs !== undefined) break;
      const depth = this.#observer.depth();
      if (depth !== undefined) this.seen.steadyDepths.push(depth);
      if (clock.nowMs() - this.startedAtMs > steadyForMs + steadyPatienceMs)
        this.abort(`The steady state did not hold, so nothing was injected. ${says}`);
      await this.#pause();
    }
    await this.#observer.count('accountingBefore');
    return !this.#aborted.signal.aborted;
  }

  async #faultAndRecovery(): Promise<void> {
    const { clock, agent } = this.#parts;
    const { scenario, targets, durationMs, experimentId } = this.plan;
    const holds = this.faultIds.map((id) => new FaultHold(agent, clock, targets.faultTarget, id));
    this.#phase = 'fault';
    const startedAtMs = clock.nowMs();
    this.#observer.begin();
    try {
      for (const [i, hold] of holds.entries()) {
        await this.#record('experiment.fault_injected', { experimentId, faultId: hold.faultId });
        await hold.inject(scenario.faults[i]!, startedAtMs + durationMs);
      }
      await this.#watch(startedAtMs + durationMs);
    } catch (error) {
      this.abort(error instanceof Error ? error.message : String(error));
    } finally {
      await this.#rollBack(holds);
    }
    await this.#settle();
  }

  /** Only a fault that was seen to be gone is written down as removed. */
  async #rollBack(holds: readonly FaultHold[]): Promise<void> {
    const { experimentId } = this.plan;
    this.#phase = 'rolling-back';
    const gone = await Promise.all(holds.map((hold) => hold.release()));
    this.seen.rolledBack = gone.every(Boolean);
    this.seen.faultEndedAtMs = this.#parts.clock.nowMs();
    const why = this.seen.abortedBecause ?? 'its time was over';
    for (const [i, { faultId }] of holds.entries())
      if (gone[i]) await this.#record('experiment.fault_removed', { experimentId, faultId, why });
  }

  /** Looks on until the fault's time is over, an abort condition holds, or somebody aborts. */
  async #watch(untilMs: number): Promise<void> {
    const { clock } = this.#parts;
    const { abortWhen } = this.plan.scenario;
    const abortWatch = new AbortWatch(abortWhen, (condition) => this.#observer.evaluate(condition));
    while (clock.nowMs() < untilMs && !this.#aborted.signal.aborted) {
      this.#observer.look();
      const because = abortWatch.look(clock.nowMs());
      if (because) this.abort(because);
      this.#abortWhenFrozen();
      await this.#pause();
    }
  }

  /** After the fault: until everything is decided, or `settleMs` have passed. */
  async #settle(): Promise<void> {
    const { clock } = this.#parts;
    const { scenario } = this.plan;
    if (this.#aborted.signal.aborted || !this.seen.rolledBack) return;
    this.#phase = 'settling';
    const endedAtMs = this.seen.faultEndedAtMs ?? clock.nowMs();
    const watch = watchFrom(endedAtMs, scenario);
    this.seen.sinceEnd = watch;
    while (clock.nowMs() - endedAtMs < scenario.settleMs && !this.#aborted.signal.aborted) {
      this.#observer.look();
      if (!this.seen.visible && this.#cannotShowAnyMore(endedAtMs)) break;
      const open = this.criteria().some(({ judged }) => judged.met === undefined);
      if (!open && watch.normalAtMs !== undefined) break;
      await this.#pause();
    }
    await this.#observer.count('accounting');
  }

  /** A fault that is over moves nothing once everything has been read again, or could not be read for too long. */
  #cannotShowAnyMore(endedAtMs: number): boolean {
    return this.#observer.hasReadAfter(endedAtMs) || this.#parts.clock.nowMs() - endedAtMs > invisibleAfterMs;
  }

  #abortWhenFrozen(): void {
    const frozen = this.#parts.world.freeze();
    if (frozen.kind === 'frozen') this.abort(`Everything was frozen (${frozen.reason}).`);
  }

  async #pause(): Promise<void> {
    await this.#parts.clock.sleep(lookEveryMs, this.#aborted.signal).catch(() => {});
  }

  async #record<Kind extends ExperimentEventKind>(kind: Kind, data: EventData[Kind]): Promise<void> {
    const { experimentId, actor } = this.plan;
    const atMs = this.#parts.clock.nowMs();
    const event = { atMs, actor, subject: `experiment:${experimentId}`, kind, data };
    await this.#parts.ledger.append([event as NewEvent]);
  }
}
