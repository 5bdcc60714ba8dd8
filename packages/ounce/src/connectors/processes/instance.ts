import type { Instance } from '@ounce/core';
import type { Clock } from '../../ports/index.ts';
import { identify } from '../../ports/process-identity.ts';
import type { ResolvedService } from './options.ts';
import { watchReadiness } from './readiness.ts';
import { launch, type RunningProcess } from './running-process.ts';
import { lastLineOf, Setbacks } from './setbacks.ts';
import type { InstanceRecord, StateFolder } from './state-folder.ts';
import { terminate } from './terminate.ts';

/** One that answers nobody is unlikely to finish anything: enough for a process that is only slow to say goodbye. */
const unresponsiveDrainMs = 250;

export interface Surroundings {
  readonly folder: StateFolder;
  readonly clock: Clock;
  readonly log: (sentence: string) => void;
  readonly freePort: () => Promise<number>;
  /** Aborts when the governor lets go of everything without stopping it. */
  readonly letGo: AbortSignal;
}

export interface Beginning {
  readonly record: InstanceRecord;
  /** The living process that belongs to the record; absent when one has to be started. */
  readonly process?: RunningProcess;
}

/** One replica: keeps a process running until it is told to stop, whatever becomes of the process. */
export class SupervisedInstance {
  readonly id: string;
  readonly index: number;
  /** Resolves when the process is gone for good; rejects when the governor lets go of it before. */
  readonly gone: Promise<void>;
  readonly #service: ResolvedService;
  readonly #around: Surroundings;
  readonly #setbacks = new Setbacks();
  #record: InstanceRecord;
  #process: RunningProcess | undefined;
  #phase: Instance['state'] = 'starting';
  #order: 'run' | 'restart' | 'stop' = 'run';
  /** Ends its back-off. */
  #wake = new AbortController();

  constructor(service: ResolvedService, around: Surroundings, { record, process }: Beginning) {
    this.id = `${service.name}-${record.index}`;
    this.index = record.index;
    this.#service = service;
    this.#around = around;
    this.#record = record;
    this.#process = process;
    if (process && record.readyAtMs !== undefined) this.#phase = 'ready';
    if (record.draining) this.stop();
    this.gone = this.#run();
    this.gone.catch(() => {});
  }

  get isStopping(): boolean {
    return this.#order === 'stop';
  }

  get state(): Instance['state'] {
    return this.#phase;
  }

  snapshot(): Instance {
    const { startedAtMs, readyAtMs, restarts, port } = this.#record;
    return {
      ...{ id: this.id, state: this.#phase, startedAtMs, restarts },
      ...(port > 0 && { url: `http://127.0.0.1:${port}` }),
      ...(readyAtMs !== undefined && { readyAtMs }),
    };
  }

  /** Drains it and does not replace it. */
  stop(): void {
    if (this.isStopping) return;
    this.#order = 'stop';
    if (this.#process) this.#change({ draining: true });
    this.#drain();
  }

  /** Drains it and starts it again; nothing new for one that is being drained already. */
  restart(unresponsive: boolean): void {
    if (this.#order !== 'run') return;
    this.#order = 'restart';
    this.#drain(unresponsive ? this.#lastWordsMs() : this.#service.drainMs);
  }

  /** A process that is stopped cannot even hear that it is to end. */
  #lastWordsMs(): number {
    if (this.#process && identify(this.#process.pid)?.stopped) return 0;
    return Math.min(unresponsiveDrainMs, this.#service.drainMs);
  }

  #drain(drainMs = this.#service.drainMs): void {
    this.#wake.abort();
    if (!this.#process || this.#phase === 'draining') return;
    this.#phase = 'draining';
    const { clock, letGo, log } = this.#around;
    terminate(this.#process, drainMs, clock, letGo).then(
      (killed) => {
        const why = drainMs === 0 ? 'was stopped' : `did not finish within ${drainMs} ms`;
        if (killed) log(`${this.id} ${why} and was killed.`);
      },
      () => {},
    );
  }

  async #run(): Promise<void> {
    while (!this.isStopping || this.#process) {
      try {
        this.#process ??= await this.#start();
        if (!this.#process) break;
        const running = this.#process;
        const how = await this.#untilEnd(running);
        this.#process = undefined;
        if (this.#order === 'run') await this.#recover(how, running.tail());
      } catch (error) {
        this.#around.letGo.throwIfAborted();
        await this.#recover(`could not be started (${error instanceof Error ? error.message : error})`, '');
      }
      this.#takeRestart();
    }
    this.#around.folder.removeRecord(this.id);
  }

  #takeRestart(): void {
    if (this.#order !== 'restart') return;
    this.#order = 'run';
    this.#change({ restarts: this.#record.restarts + 1 });
  }

  get #fixedPort(): number | undefined {
    const { port } = this.#service;
    return this.index === 1 && port !== 'auto' ? port : undefined;
  }

  /** Undefined when it was told to stop before it had started. */
  async #start(): Promise<RunningProcess | undefined> {
    const { folder, clock, freePort, letGo } = this.#around;
    const { command, cwd, env } = this.#service;
    const port = this.#fixedPort ?? (await freePort());
    letGo.throwIfAborted();
    if (this.isStopping) return undefined;
    this.#takeRestart();
    const { service, index, restarts } = this.#record;
    this.#record = { service, index, restarts, port, startedAtMs: clock.nowMs(), draining: false };
    folder.removeOwnWords(this.id);
    folder.writeRecord(this.id, this.#record);
    this.#phase = 'starting';
    const started = launch({
      ...{ command, cwd, logPath: folder.logPath(this.id), pidPath: folder.pidPath(this.id) },
      env: { ...process.env, ...env, PORT: String(port), INSTANCE: this.id },
    });
    this.#change({ pid: started.pid, startTime: started.startTime });
    return started;
  }

  async #untilEnd(running: RunningProcess): Promise<string> {
    const { clock, letGo } = this.#around;
    const over = new AbortController();
    const url = `http://127.0.0.1:${this.#record.port}${this.#service.readyPath}`;
    void watchReadiness(url, clock, AbortSignal.any([over.signal, letGo]), (isReady) =>
      this.#observe(isReady),
    );
    const abandoned = new Promise<never>((_, reject) => {
      AbortSignal.any([over.signal, letGo]).addEventListener('abort', () => reject(letGo.reason), {
        once: true,
      });
    });
    abandoned.catch(() => {});
    return Promise.race([running.ended, abandoned]).finally(() => over.abort());
  }

  #observe(isReady: boolean): void {
    if (this.#phase === 'draining') return;
    if (isReady && this.#record.readyAtMs === undefined) {
      this.#change({ readyAtMs: this.#around.clock.nowMs() });
    }
    if (isReady) this.#phase = 'ready';
    else if (this.#phase === 'ready') this.#phase = 'unready';
  }

  async #recover(how: string, tail: string): Promise<void> {
    const { clock, log, letGo } = this.#around;
    if (this.#fixedPort === undefined && this.#setbacks.isPortTaken(this.#record, tail)) return;
    const waitMs = this.#setbacks.nextWaitMs(this.#record, clock.nowMs());
    this.#phase = 'failed';
    const when = waitMs === 0 ? 'at once' : `in ${waitMs} ms`;
    log(`${this.id} ${how}; it is started again ${when}.${lastLineOf(tail)}`);
    this.#wake = new AbortController();
    await clock
      .sleep(waitMs, AbortSignal.any([this.#wake.signal, letGo]))
      .catch(() => letGo.throwIfAborted());
    if (this.#order === 'run') this.#change({ restarts: this.#record.restarts + 1 });
  }

  #change(changed: Partial<InstanceRecord>): void {
    this.#record = { ...this.#record, ...changed };
    try {
      this.#around.folder.writeRecord(this.id, this.#record);
    } catch (error) {
      this.#around.log(`The record of ${this.id} cannot be written: ${error}.`);
    }
  }
}
