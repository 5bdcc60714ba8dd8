import {
  allOf,
  anyOf,
  type Condition,
  type ConditionResult,
  evaluateCondition,
  type ServiceView,
  type Truth,
} from '@ounce/core';
import type { Clock, FaultAgent } from '../ports/index.ts';
import { ArrivalWatch } from './arrival-watch.ts';
import { bounded } from './bounded.ts';
import { InstanceWatch } from './instances.ts';
import { lookAt, sinceOf } from './lever-shares.ts';
import { conditionOf } from './marks.ts';
import { newObservations, type Observations, watchFrom } from './observations.ts';
import type { ExperimentPlan, World } from './world.ts';

/** How often an experiment looks at its target. */
export const lookEveryMs = 500;
const countEveryMs = 2_000;
/** At most `countEveryMs`, so that answers come in the order of the questions. */
const countTimeoutMs = 2_000;

/** Looks at the targets of one experiment and keeps what it saw. */
export class Observer {
  readonly seen: Observations;
  readonly #plan: ExperimentPlan;
  readonly #clock: Clock;
  readonly #agent: Pick<FaultAgent, 'accounting'>;
  readonly #world: World;
  #arrivals: ArrivalWatch | undefined;
  #countDueMs = Number.NEGATIVE_INFINITY;

  constructor(
    plan: ExperimentPlan,
    { clock, agent, world }: { clock: Clock; agent: Pick<FaultAgent, 'accounting'>; world: World },
  ) {
    this.#plan = plan;
    this.seen = newObservations(plan.scenario);
    this.#clock = clock;
    this.#agent = agent;
    this.#world = world;
  }

  /** Call just before the first fault. */
  begin(): void {
    const { targets, scenario } = this.#plan;
    const nowMs = this.#clock.nowMs();
    for (const criterion of scenario.success)
      if (criterion.kind === 'control_acts') {
        const why = this.#world.mayNotAct(targets.target, criterion.control);
        if (why) this.seen.mayNotAct.set(criterion.control, why);
      }
    this.seen.faultStartedAtMs = nowMs;
    const view = this.#world.view(targets.target);
    const arrivals = view?.signals.arrivalRate?.window;
    if (arrivals && arrivals.values.length > 0)
      this.seen.usualRate = arrivals.values[arrivals.values.length - 1]!;
    this.#arrivals = new ArrivalWatch(this.#plan.scenario.faults, nowMs, view);
    this.seen.instances = new InstanceWatch(nowMs, this.#world.status(targets.target));
  }

  /** Takes in what can be seen now, from the fault's start on. */
  look(): void {
    const { seen } = this;
    const { scenario, targets } = this.#plan;
    const nowMs = this.#clock.nowMs();
    seen.instances?.see(this.#world.status(targets.target));
    for (const [criterion, marks] of seen.criteria)
      marks.see(this.evaluate(conditionOf(criterion) as Condition), nowMs);
    if (!seen.visible && this.#hasEffect(nowMs)) {
      seen.visible = true;
      seen.sinceVisible = watchFrom(nowMs - lookEveryMs, scenario);
    }
    const { truth, atMs = nowMs } = this.steady();
    seen.sinceVisible?.see(atMs, truth);
    seen.sinceEnd?.see(atMs, truth);
    const depth = this.depth();
    if (depth !== undefined) seen.peakDepth = Math.max(seen.peakDepth ?? 0, depth);
    const view = this.#world.view(targets.target);
    const ready = view?.replicas?.ready;
    this.#lookAtFlow(view, nowMs);
    if (ready !== undefined) seen.peakReplicas = Math.max(seen.peakReplicas ?? 0, ready);
    seen.actions = this.#world.actionsSince(targets.target, seen.faultStartedAtMs ?? nowMs);
    // Not waited for: whoever counts may be slow, and an abort must not be.
    if (nowMs >= this.#countDueMs) void this.count('accounting');
  }

  /** As long as the fault is on, and until the queue has had time to show it. */
  #lookAtFlow(view: ServiceView | undefined, nowMs: number): void {
    const { seen } = this;
    const look = view && lookAt(view, nowMs);
    if (!look || seen.faultEndedAtMs !== undefined) return;
    seen.looks.push(look);
    const window = view.signals.arrivalRate?.window;
    if (window) seen.arrivals = sinceOf(window, seen.faultStartedAtMs ?? nowMs, seen.arrivals);
  }

  #hasEffect(nowMs: number): boolean {
    const { effects, instances } = this.seen;
    const results = [...effects].map(([condition, marks]) => {
      const result = this.evaluate(condition);
      marks.see(result, nowMs);
      return result.kind;
    });
    const risen = this.#arrivals?.hasRisen(this.#world.view(this.#plan.targets.target)) === true;
    return anyOf(results) === 'true' || instances?.lost === true || risen;
  }

  /** Whether everything that the fault could have moved has been read since `endedAtMs`. */
  hasReadAfter(endedAtMs: number): boolean {
    const { visibleWhen } = this.#plan.scenario;
    return visibleWhen.every((condition) => {
      const result = this.evaluate(condition);
      return result.kind !== 'unknown' && result.atMs > endedAtMs;
    });
  }

  /** Asks for the counts of messages; without an answer what was known stays. Never rejects. */
  async count(as: 'accountingBefore' | 'accounting'): Promise<void> {
    this.#countDueMs = this.#clock.nowMs() + countEveryMs;
    const ask = (signal: AbortSignal) => this.#agent.accounting(signal);
    const counts = await bounded(ask, countTimeoutMs, this.#clock).catch(() => undefined);
    if (counts) this.seen[as] = counts;
  }

  /** Whether the steady state holds; `atMs` is the oldest of the readings that tell. */
  steady(): { readonly truth: Truth; readonly says: string; readonly atMs: number | undefined } {
    const results = this.#plan.scenario.steadyState.map((condition) => this.evaluate(condition));
    const times = results.flatMap((result) => (result.kind === 'unknown' ? [] : result.atMs));
    return {
      truth: allOf(results.map((result) => result.kind)),
      says: results.flatMap((result) => (result.kind === 'true' ? [] : result.says)).join(' '),
      atMs: times.length > 0 ? Math.min(...times) : undefined,
    };
  }

  evaluate(condition: Condition): ConditionResult {
    const { target } = this.#plan.targets;
    const ref = { ...target, service: condition.service ?? target.service };
    const view = this.#world.view(ref);
    return view
      ? evaluateCondition(condition, view)
      : { kind: 'unknown', says: `${ref.service} is not watched.` };
  }

  /** The target's queue depth; undefined without a fresh reading. */
  depth(): number | undefined {
    const result = this.evaluate({ signal: 'queueDepth', above: 0 });
    return result.kind === 'unknown' ? undefined : result.value;
  }
}
