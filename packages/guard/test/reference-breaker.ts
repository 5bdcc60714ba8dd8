import type { BreakerState } from '../src/breaker/phase.ts';
import type { BreakerSettings } from '../src/breaker/settings.ts';

interface Result {
  readonly atMs: number;
  readonly failed: boolean;
  readonly slow: boolean;
}

/** A call that was admitted: in which generation, and since when if it is a trial. */
export interface ReferenceCall {
  readonly generation: number;
  readonly startedMs: number;
  readonly isTrial: boolean;
}

/**
 * What a breaker must do, written down as slowly and obviously as possible: generations are numbers, the window is the list of all results since the
 * circuit was closed, filtered and counted anew for every question. The tests hold `CircuitBreaker` against it.
 */
export class ReferenceBreaker {
  readonly #settings: BreakerSettings;
  state: BreakerState = 'closed';
  readonly changes: string[] = [];
  #generation = 0;
  #results: Result[] = [];
  #failuresInARow = 0;
  #opening = 0;
  #untilMs = 0;
  #goodTrials = 0;
  #trials: ReferenceCall[] = [];
  #holders = new Set<string>();

  constructor(settings: BreakerSettings) {
    this.#settings = settings;
  }

  admit(nowMs: number): ReferenceCall | null {
    this.letTimePass(nowMs);
    if (this.state === 'open' && nowMs >= this.#untilMs) {
      this.#change('half-open', nowMs);
      this.#goodTrials = 0;
      this.#trials = [];
    }
    const call = { generation: this.#generation, startedMs: nowMs, isTrial: this.state === 'half-open' };
    if (this.state === 'closed') return call;
    if (this.state !== 'half-open' || this.#trials.length >= this.#settings.trialsInFlight) return null;
    this.#trials.push(call);
    return call;
  }

  finish(call: ReferenceCall, outcome: 'good' | 'bad' | 'nothing', nowMs: number, slow: boolean): void {
    this.letTimePass(nowMs);
    if (call.generation !== this.#generation) return;
    if (call.isTrial) this.#finishTrial(call, outcome === 'good' && slow ? 'bad' : outcome, nowMs);
    else if (outcome !== 'nothing') this.#count({ atMs: nowMs, failed: outcome === 'bad', slow }, nowMs);
  }

  /** A trial that hangs opens the circuit at the instant its wait ends, which may be long ago; that break may be over too. */
  letTimePass(nowMs: number): void {
    const [oldest] = this.#trials;
    if (this.state !== 'half-open' || !oldest) return;
    const hungAtMs = oldest.startedMs + this.#settings.trialMaxWaitMs;
    if (nowMs >= hungAtMs) this.#open(hungAtMs);
  }

  isolate(holder: string, nowMs: number): void {
    this.#holders.add(holder);
    if (this.state !== 'isolated') this.#change('isolated', nowMs);
  }

  release(holder: string, nowMs: number): void {
    this.#holders.delete(holder);
    if (this.state === 'isolated' && this.#holders.size === 0) this.#close(nowMs);
  }

  reset(nowMs: number): void {
    if (this.state !== 'isolated') this.#close(nowMs);
  }

  window(nowMs: number): { calls: number; failures: number; slowCalls: number } | undefined {
    if (this.state !== 'closed') return undefined;
    const inWindow = this.#inWindow(nowMs);
    return {
      calls: inWindow.length,
      failures: inWindow.filter(({ failed }) => failed).length,
      slowCalls: inWindow.filter(({ slow }) => slow).length,
    };
  }

  #count(result: Result, nowMs: number): void {
    this.#results.push(result);
    this.#failuresInARow = result.failed ? this.#failuresInARow + 1 : 0;
    if (this.#isTripped(nowMs)) {
      this.#opening = 0;
      this.#open(nowMs);
    }
  }

  #isTripped(nowMs: number): boolean {
    const settings = this.#settings;
    if (settings.consecutiveFailures > 0 && this.#failuresInARow >= settings.consecutiveFailures) return true;
    const { calls, failures, slowCalls } = this.window(nowMs)!;
    if (calls < settings.minimumCalls) return false;
    const tooSlow = settings.slowCallMs !== null && slowCalls / calls >= settings.slowCallRateThreshold;
    return tooSlow || failures / calls >= settings.failureRateThreshold;
  }

  #inWindow(nowMs: number): Result[] {
    const { window, windowMs, windowBuckets, windowCalls } = this.#settings;
    if (window === 'count') return this.#results.slice(-windowCalls);
    const bucketOf = (atMs: number) => Math.floor(atMs / (windowMs / windowBuckets));
    return this.#results.filter(({ atMs }) => bucketOf(atMs) > bucketOf(nowMs) - windowBuckets);
  }

  #finishTrial(call: ReferenceCall, outcome: 'good' | 'bad' | 'nothing', nowMs: number): void {
    this.#trials = this.#trials.filter((other) => other !== call);
    if (outcome === 'bad') this.#open(nowMs);
    else if (outcome === 'good' && ++this.#goodTrials === this.#settings.trialsToClose) this.#close(nowMs);
  }

  #open(atMs: number): void {
    const { breakMs, breakGrowth, maxBreakMs } = this.#settings;
    this.#opening++;
    this.#untilMs = atMs + Math.min(maxBreakMs, breakMs * breakGrowth ** (this.#opening - 1));
    this.#change('open', atMs);
  }

  #close(atMs: number): void {
    this.#opening = 0;
    this.#results = [];
    this.#failuresInARow = 0;
    this.#change('closed', atMs);
  }

  #change(to: BreakerState, atMs: number): void {
    this.#generation++;
    this.#trials = [];
    if (to !== this.state) this.changes.push(`${this.state} → ${to} at ${atMs}`);
    this.state = to;
  }
}
