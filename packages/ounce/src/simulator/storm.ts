import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { JournalEvent, NewEvent } from '@ounce/core';
import { createMemoryJournal } from '../connectors/memory-journal/index.ts';
import { verifyJournal } from '../ledger/index.ts';
import type { Journal } from '../ports/index.ts';
import { SimulatedFleet } from './fleet.ts';
import { type Governed, govern } from './governed.ts';
import { Life } from './mortal.ts';
import { SimulatedFaults, simulatedMetrics, simulatedPlatform } from './simulated-ports.ts';
import {
  type StormEnd,
  type StormExperiment,
  type StormPlan,
  type StormWord,
  stormPlan,
} from './storm-plan.ts';
import { lyingPlatform, overheard, silentSource, troubledJournal } from './storm-ports.ts';
import { StormWatch } from './storm-watch.ts';
import { VirtualClock } from './virtual-clock.ts';

const startMs = Date.UTC(2026, 0, 5, 9);
/** A target lets go of a fault this long after its governor is gone. */
const faultGoneAfterMs = 5_000;

export interface StormReport {
  readonly plan: StormPlan;
  /** Broken promises, each in one sentence: must be empty. */
  readonly broken: readonly string[];
  readonly orders: number;
  readonly reductions: number;
  readonly experiments: number;
  readonly events: readonly JournalEvent[];
}

/** One long bad day in virtual time, with governors that are stopped, killed and started again. */
export async function storm(seed: number, dump: (path: string) => readonly string[]): Promise<StormReport> {
  const folder = mkdtempSync(join(tmpdir(), 'ounce-storm-'));
  try {
    const clock = new VirtualClock(startMs);
    return await clock.runUntil(new Storm(stormPlan(seed), clock, folder, dump).run());
  } finally {
    rmSync(folder, { recursive: true });
  }
}

interface Reign extends Governed {
  readonly life: Life;
  readonly readModelPath: string;
}

class Storm {
  readonly #plan: StormPlan;
  readonly #clock: VirtualClock;
  readonly #folder: string;
  readonly #dump: (path: string) => readonly string[];
  readonly #fleet: SimulatedFleet;
  readonly #faults: SimulatedFaults;
  readonly #kept: Journal = createMemoryJournal();
  readonly #journal: Journal;
  readonly #watch: StormWatch;
  readonly #ports: ReturnType<typeof overheard>;
  #reigns = 0;
  /** Words of people that this reign's ledger has not answered yet. */
  #said: Promise<void>[] = [];
  #experiments = 0;

  constructor(
    plan: StormPlan,
    clock: VirtualClock,
    folder: string,
    dump: (path: string) => readonly string[],
  ) {
    const { seed, disturbances } = plan;
    this.#plan = plan;
    this.#clock = clock;
    this.#folder = folder;
    this.#dump = dump;
    this.#fleet = new SimulatedFleet({ ...plan.fleet, seed, startMs });
    const parts = { clock, fleet: this.#fleet, seed, disturbances, plan };
    this.#faults = new SimulatedFaults(parts);
    const faulty = this.#fleet.arrivalFactorAt;
    const { share, periodMs } = plan.wave;
    this.#fleet.arrivalFactorAt = (atMs) =>
      faulty(atMs) * (1 + share * Math.sin((2 * Math.PI * (atMs - startMs)) / periodMs));
    this.#watch = new StormWatch(plan, clock, this.#fleet);
    this.#journal = this.#watch.written(troubledJournal(this.#kept, parts));
    const platform = lyingPlatform(simulatedPlatform(parts), parts);
    const { intervalMs } = plan.target.metrics[0]!;
    const onOrder = (replicas: number) => this.#watch.order(replicas);
    this.#ports = overheard(
      silentSource(simulatedMetrics(parts), parts),
      platform,
      this.#watch.told,
      clock,
      onOrder,
      intervalMs,
    );
  }

  async run(): Promise<StormReport> {
    let reign = await this.#begin();
    for (const event of this.#plan.events) {
      const leftMs = startMs + event.atMs - this.#clock.nowMs();
      if (leftMs > 0) await this.#clock.sleep(leftMs);
      if (event.kind === 'stop' || event.kind === 'kill') reign = await this.#replace(reign, event);
      else if (event.kind === 'experiment') this.#inject(reign, event);
      else this.#say(reign, event);
    }
    await this.#clock.sleep(Math.max(0, startMs + this.#plan.lengthMs - this.#clock.nowMs()));
    await this.#end(reign);
    await this.#end(await this.#begin());
    await this.#noFaultLeft('at the end');
    const chain = await verifyJournal(this.#kept, this.#clock);
    if (chain.kind === 'broken') this.#watch.break(`the chain is broken: ${chain.says}`);
    const events: JournalEvent[] = [];
    for await (const event of this.#kept.read(0)) events.push(event);
    const { broken, orders, reductions } = this.#watch;
    return { plan: this.#plan, broken, orders, reductions, experiments: this.#experiments, events };
  }

  /** A start that fails because the journal is refused is tried again, as an operator's supervisor would. */
  async #begin(): Promise<Reign> {
    for (;;) {
      const life = new Life();
      const readModelPath = join(this.#folder, `reign-${++this.#reigns}.sqlite`);
      this.#watch.begin();
      this.#said = [];
      try {
        const governed = await govern({
          clock: life.lentClock(this.#clock),
          journal: life.lent(this.#journal),
          platform: life.lent(this.#ports.platform),
          source: life.lent(this.#ports.source),
          faults: life.lent(this.#faults),
          target: this.#plan.target,
          scenario: this.#plan.scenario,
          readModelPath,
        });
        return { ...governed, life, readModelPath };
      } catch {
        life.kill();
        await this.#clock.sleep(1_000);
      }
    }
  }

  async #replace(reign: Reign, { kind, downMs }: StormEnd): Promise<Reign> {
    if (kind === 'stop') await this.#end(reign);
    else {
      reign.life.kill();
      this.#watch.end();
    }
    await this.#clock.sleep(downMs);
    if (downMs > faultGoneAfterMs) await this.#noFaultLeft(`${downMs} ms after a ${kind}`);
    return this.#begin();
  }

  /** The order of the real program: experiments, governor, ledger; and its tables are those of the journal. */
  async #end({ experiments, governor, ledger, life, readModelPath }: Reign): Promise<void> {
    await experiments.stop();
    await governor.stop();
    this.#watch.end();
    await Promise.all(this.#said);
    await ledger.catchUp();
    const before = this.#dump(readModelPath);
    await ledger.rebuild();
    if (JSON.stringify(this.#dump(readModelPath)) !== JSON.stringify(before))
      this.#watch.break('the rebuilt tables are not those that were there');
    await ledger.close();
    life.kill();
  }

  #say({ ledger, life }: Reign, event: StormWord): void {
    const by = { atMs: this.#clock.nowMs(), actor: 'local', subject: 'fleet' };
    const { service, region } = this.#plan.target;
    const said: NewEvent =
      event.kind === 'freeze'
        ? { ...by, kind: 'freeze.set', data: { reason: 'a storm' } }
        : event.kind === 'unfreeze'
          ? { ...by, kind: 'freeze.lifted', data: { reason: 'it passed' } }
          : {
              ...by,
              kind: 'control.mode_changed',
              data: {
                service,
                region,
                control: 'predictive-scaling',
                from: 'enforced',
                to: event.mode,
                reason: 'a storm',
              },
            };
    this.#watch.asked(event);
    const answered = () => {
      if (!life.over) this.#watch.answered(event);
    };
    this.#said.push(ledger.append([said]).then(answered, () => {}));
  }

  #inject({ experiments }: Reign, event: StormExperiment): void {
    const { durationMs, factor, controls, detach } = event;
    const request = { scenario: 'queue_backlog', durationMs, factor, controls, detach, actor: 'local' };
    try {
      const run = experiments.start(request);
      this.#experiments++;
      this.#watch.trial(run);
    } catch {
      // Refused: frozen, an incident is open, or another one runs.
    }
  }

  async #noFaultLeft(when: string): Promise<void> {
    const left = await this.#faults.active();
    if (left.length > 0) this.#watch.break(`faults are left ${when}: ${left.join(', ')}`);
  }
}
