import {
  ActionLog,
  type Decision,
  type FreezeState,
  free,
  freezeAfter,
  type JournalEvent,
  type Mode,
  type NewEvent,
  type ServiceRef,
  type ServiceView,
  serviceKey,
} from '@ounce/core';
import { act, type Hands } from './act.ts';
import { Collector } from './collect.ts';
import { decide, type Wish } from './decide.ts';
import { type DrillAt, detectIncidents } from './detect.ts';
import { Drills } from './drills.ts';
import { journalFindings } from './find.ts';
import { grade } from './grade.ts';
import { GuardBook } from './guard-book.ts';
import { learn } from './learn.ts';
import { type GovernorMemory, memoryOf, recall } from './memory.ts';
import { observe, viewOf } from './observe.ts';
import { type GovernorOptions, statusEveryMs, type Trouble } from './options.ts';
import { planNext } from './plan.ts';
import { Prober } from './prober.ts';
import { Recorder } from './record.ts';
import { recovered } from './recover.ts';
import { refill, restore } from './restore.ts';
import { keptMs } from './series.ts';
import { createService, type Service } from './service.ts';
import { admissionsAt, letGo } from './standing.ts';
import { stepBackEvent } from './step-back.ts';
import { UnderWay } from './under-way.ts';
import { limited, within } from './within.ts';

/** How long a tick waits for slow sources, platforms and orders before it goes on without them. */
const patienceMs = 500;
/** A platform that has not answered after this long is asked again. */
const statusTimeoutMs = 5_000;
/** How long `stop` waits for orders and events that are under way. */
const stopPatienceMs = 5_000;
const troublesKept = 20;
const drillsLookedAt = 100;
const usualTickMs = 1_000;
/** However much news there is, the loop rests so long between two ticks. */
const leastRestMs = 100;
/** The step, and how often the platform is asked, for a while after a restart was ordered. */
const soonMs = 250;
const soonForMs = 30_000;

/** What an experiment does to the services it touches, for as long as it runs. */
export interface Trial {
  readonly experimentId: string;
  readonly services: readonly ServiceRef[];
  /** `off`: controls of these services decide and record, but nothing acts. */
  readonly controls: 'on' | 'off';
}

/** The loop: observe, collect, detect, grade, decide, act, record; each stage is a file of its own. */
export class Governor {
  readonly services: ReadonlyMap<string, Service>;
  /** What the guards of the running instances tell. */
  readonly guards = new GuardBook();
  readonly #options: GovernorOptions;
  readonly #collector: Collector;
  readonly #actionLog = new ActionLog();
  readonly #stopped = new AbortController();
  readonly #trials = new Map<string, Trial>();
  readonly #drills = new Drills();
  readonly #modes = new Map<string, Mode>();
  readonly #troubles: Trouble[] = [];
  readonly #recorder: Recorder;
  readonly #prober: Prober | undefined;
  readonly #hands: Hands;
  /** Orders whose tick has not waited for their end. */
  readonly #acting = new Set<Promise<void>>();
  #freeze: FreezeState = free;
  #statusDueMs = 0;
  #observing = false;
  #hasNews = false;
  #wake: AbortController | undefined;
  #loop: Promise<void> | undefined;
  #unsubscribe: (() => void) | undefined;

  constructor(options: GovernorOptions) {
    this.#options = options;
    const services = options.services.map(createService);
    this.services = new Map(services.map((service) => [service.key, service]));
    this.#collector = new Collector(
      this.services,
      options.sources,
      () => options.clock.nowMs(),
      options.history,
    );
    this.#recorder = new Recorder(options.ledger, (says) => this.#note(says));
    const { probe, clock } = options;
    const onNews = (kind: 'up' | 'down') => this.#hurry(kind);
    if (probe) this.#prober = new Prober({ services: this.services, probe, clock, onNews });
    this.#hands = {
      clock: options.clock,
      ledger: options.ledger,
      platform: options.platform,
      actionLog: this.#actionLog,
      underWay: new UnderWay(),
      freeze: () => this.#freeze,
      modeOf: (wish) => this.modeOf(wish.service, wish.running.control.id),
      servicesInFleet: services.length,
      ordered: () => {
        this.#statusDueMs = Number.NEGATIVE_INFINITY;
      },
      trouble: (says) => this.#note(says),
    };
  }

  /** Takes over where the ledger says the last governor was, then runs until `stop`. */
  start(): void {
    const { ledger, memory, history, clock } = this.#options;
    this.#drills.restore(ledger.query.experiments({ limit: drillsLookedAt }).items.toReversed());
    const drillsOf = (service: ServiceRef, sinceMs: number) =>
      this.#drills.spans(service, sinceMs, clock.nowMs());
    if (history) refill(this.services, history, clock.nowMs());
    if (history) learn(this.services, history, clock.nowMs(), drillsOf);
    if (memory) recall(this.services, memory, clock.nowMs());
    restore(this.services, ledger.query, this.#actionLog, clock.nowMs());
    const frozen = ledger.query.freeze();
    if (frozen.kind === 'frozen') this.#freeze = { ...frozen, by: frozen.actor };
    for (const mode of ledger.query.modes())
      this.#modes.set(`${mode.control}/${serviceKey(mode)}`, mode.mode);
    this.#unsubscribe = ledger.subscribe((events) => this.#follow(events));
    this.#loop = this.#run(this.#stopped.signal);
  }

  /** Ends the loop after what is under way; no order is given once it has resolved. */
  async stop(): Promise<void> {
    this.#stopped.abort(new Error('the governor stops'));
    await this.#loop;
    const underWay = Promise.all([...this.#acting, this.#recorder.record([])]);
    await within(underWay, stopPatienceMs, this.#options.clock);
    this.#unsubscribe?.();
  }

  /** What the next governor should know; see `GovernorOptions.memory`. */
  get memory(): GovernorMemory {
    return memoryOf(this.services, this.#options.clock.nowMs());
  }

  get freeze(): FreezeState {
    return this.#freeze;
  }

  get troubles(): readonly Trouble[] {
    return this.#troubles;
  }

  /** How many readings were taken since the start. */
  get samples(): number {
    return this.#collector.samples;
  }

  view(ref: ServiceRef): ServiceView | undefined {
    const service = this.services.get(serviceKey(ref));
    return service && viewOf(service, this.#options.clock.nowMs());
  }

  /** Mode of a control on a service: the experiment's word, else the ledger's, else the config's. */
  modeOf(service: Service, control: string): { readonly mode: Mode; readonly why?: string } {
    const running = service.controls.find((candidate) => candidate.control.id === control);
    const mode = this.#modes.get(`${control}/${service.key}`) ?? running?.mode ?? 'off';
    const trial = this.#trials.get(service.key);
    if (trial?.controls === 'off' && mode !== 'off')
      return { mode: 'dry-run', why: `experiment ${trial.experimentId} runs with controls off` };
    return { mode };
  }

  /** What the guards of this service are to let in at their gates now; nothing where everybody is. */
  admissionsAt(service: string): ReturnType<typeof admissionsAt> {
    return admissionsAt(service, this.services, this.#permission, this.#options.clock.nowMs());
  }

  get #permission() {
    return { freeze: this.#freeze, modeOf: (of: Service, control: string) => this.modeOf(of, control) };
  }

  /** Marks services as being experimented on; returns the function that ends it. */
  beginTrial(trial: Trial): () => void {
    const keys = trial.services.map(serviceKey);
    for (const key of keys) this.#trials.set(key, trial);
    return () => {
      for (const key of keys) if (this.#trials.get(key) === trial) this.#trials.delete(key);
    };
  }

  async #run(signal: AbortSignal): Promise<void> {
    const { clock, tickMs = usualTickMs } = this.#options;
    while (!signal.aborted) {
      const startedMs = clock.monotonicMs();
      try {
        await this.tick(signal);
      } catch (error) {
        this.#note(`a tick failed: ${messageOf(error)}`);
      }
      const stepMs = this.#awaitsRecovery() ? Math.min(tickMs, soonMs) : tickMs;
      await this.#rest(Math.max(1, stepMs - (clock.monotonicMs() - startedMs)), signal);
    }
  }

  /** Until the next tick, or shorter when there is news: an instance that fails is not left alone for another second. */
  async #rest(restMs: number, signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    const least = Math.min(restMs, leastRestMs);
    await clock.sleep(least, signal).catch(() => {});
    if (this.#hasNews || signal.aborted) return;
    this.#wake = new AbortController();
    const early = AbortSignal.any([signal, this.#wake.signal]);
    await clock.sleep(Math.max(1, restMs - least), early).catch(() => {});
  }

  /** An instance that is being restarted is looked at more often: how long that takes is what people wait for. */
  #awaitsRecovery(): boolean {
    const nowMs = this.#options.clock.nowMs();
    for (const { recoveries } of this.services.values())
      if (recoveries.some(({ decision }) => nowMs - decision.atMs < soonForMs)) return true;
    return false;
  }

  #hurry(kind: 'up' | 'down'): void {
    this.#hasNews = true;
    // Whoever has just come up is likely to be ready as well.
    if (kind === 'up') this.#statusDueMs = Number.NEGATIVE_INFINITY;
    this.#wake?.abort();
  }

  /** One step of the loop. Public for the simulator and the benchmark, which bring their own time. */
  async tick(signal: AbortSignal): Promise<void> {
    const { clock, tickMs = usualTickMs } = this.#options;
    this.#hasNews = false;
    await within(this.#observe(signal), patienceMs, clock);
    await within(this.#collector.collect(signal), patienceMs, clock);
    this.#prober?.begin(signal, tickMs + 2 * patienceMs);
    if (signal.aborted) return;
    const nowMs = clock.nowMs();
    for (const service of this.services.values()) letGo(service, this.#permission, nowMs);
    this.#plan(nowMs);
    const events: NewEvent[] = [];
    const wishes: (readonly Wish[])[] = [];
    for (const service of this.services.values()) {
      try {
        const view = service.dirty || service.undecided ? viewOf(service, nowMs) : undefined;
        if (view && service.dirty) this.#look(service, view, events);
        if (view && service.undecided && !service.acting) {
          wishes.push(this.#decide(service, view));
          events.push(...journalFindings(service, nowMs, this.#drillAt(service)));
        }
      } catch (error) {
        this.#note(`${service.key} could not be decided on: ${messageOf(error)}`);
      }
    }
    await within(this.#recorder.record(events), patienceMs, clock);
    await within(Promise.all(wishes.map((ofOne) => this.#act(ofOne, signal))), patienceMs, clock);
  }

  #plan(nowMs: number): void {
    const { planOf } = this.#options;
    if (!planOf) return;
    const isOff = (service: Service, id: string) => this.modeOf(service, id).mode === 'off';
    try {
      planNext(this.services.values(), planOf, isOff, nowMs);
    } catch (error) {
      this.#note(`a plan could not be made: ${messageOf(error)}`);
    }
  }

  #look(service: Service, view: ServiceView, events: NewEvent[]): void {
    service.dirty = false;
    const drillAt = this.#drillAt(service);
    events.push(...detectIncidents(service, view, drillAt));
    events.push(...grade(service, view, this.#options.ledger.rollups, drillAt));
    events.push(...recovered(service, view));
  }

  #drillAt({ ref }: Service): DrillAt {
    return (atMs) => this.#drills.at(ref, atMs);
  }

  #decide(service: Service, view: ServiceView): readonly Wish[] {
    service.undecided = false;
    if (service.admitted) service.admitted.saidAtMs = view.nowMs;
    const drills = this.#drills.spans(service.ref, view.nowMs - keptMs, view.nowMs);
    const seen = drills.length > 0 ? { ...view, drills } : view;
    return decide(service, seen, (running) => this.modeOf(service, running.control.id).mode === 'off');
  }

  async #act(wishes: readonly Wish[], signal: AbortSignal): Promise<void> {
    const acting = act(wishes, this.#hands, signal).finally(() => this.#acting.delete(acting));
    this.#acting.add(acting);
    return acting;
  }

  /** One question at a time: a sweep over many services may take longer than a tick. */
  async #observe(signal: AbortSignal): Promise<void> {
    const { clock, platform, history } = this.#options;
    const nowMs = clock.nowMs();
    const everyMs = this.#awaitsRecovery() ? soonMs : statusEveryMs;
    const isDue = nowMs >= this.#statusDueMs || this.#statusDueMs > nowMs + everyMs;
    if (!isDue || this.#observing) return;
    this.#statusDueMs = nowMs + everyMs;
    this.#observing = true;
    const services = [...this.services.values()];
    const sweep = (bounded: AbortSignal) =>
      Promise.all(services.map((service) => observe(service, platform, bounded, history)));
    await limited(sweep, statusTimeoutMs, clock, signal).catch((error) => {
      if (!signal.aborted) this.#note(`the platform is slow to say what runs: ${messageOf(error)}`);
    });
    this.#observing = false;
  }

  /** What people (or another governor) write into the ledger takes effect here. */
  #follow(events: readonly JournalEvent[]): void {
    for (const event of events) {
      this.#freeze = freezeAfter(this.#freeze, event);
      this.#drills.follow(event);
      if (event.kind === 'control.mode_changed')
        this.#modes.set(`${event.data.control}/${serviceKey(event.data)}`, event.data.to);
      if (event.kind === 'decision.graded' && event.data.grade.outcome === 'false_positive')
        this.#reconsider(event.data.decision);
    }
  }

  /** One wish more that was not needed: the control may have lost its right to act. */
  #reconsider({ control, ...of }: Pick<Decision, 'control' | 'service' | 'region'>): void {
    const service = this.services.get(serviceKey(of));
    if (!service) return;
    const { mode } = this.modeOf(service, control);
    const nowMs = this.#options.clock.nowMs();
    const event = stepBackEvent(this.#options.ledger, { control, of: service.ref, mode, nowMs });
    if (!event) return;
    // Before the ledger says so as well: the next wish may be in the same batch.
    this.#modes.set(`${control}/${service.key}`, 'dry-run');
    void this.#recorder.record([event]);
  }

  #note(says: string): void {
    const atMs = this.#options.clock.nowMs();
    if (this.#troubles.at(-1)?.says === says) this.#troubles.pop();
    this.#troubles.push({ atMs, says });
    if (this.#troubles.length > troublesKept) this.#troubles.shift();
  }
}

function messageOf(error: unknown): string {
  return error instanceof Error ? error.message : String(error);
}
