import { backOffMs } from './back-off.ts';
import { ApiProblem, send } from './request.ts';
import { createSseParser } from './sse.ts';
import type { LiveState } from './types.ts';

/** How the console stands with the governor. Times are monotonic (`performance.now()`), in ms. */
type Link =
  | { readonly kind: 'connecting' }
  | { readonly kind: 'live' }
  | { readonly kind: 'lost'; readonly why: string; readonly retryAtMs: number };

export interface LiveSnapshot {
  readonly link: Link;
  /** The newest state and when it came in; absent until the first one. */
  readonly latest?: { readonly state: LiveState; readonly receivedAtMs: number };
}

/** A state comes every second; after this much silence the connection is taken for dead. */
const silenceMs = 6_000;

/** Browsers word a broken stream each in their own way, as a TypeError. */
function whyOf(error: unknown): string {
  return error instanceof Error && !(error instanceof TypeError) ? error.message : 'The connection broke.';
}

/** Keeps `GET /api/live` open: reads states, notices silence, comes back by itself. */
export class LiveConnection {
  readonly #token: string;
  readonly #onRefused: () => void;
  readonly #listeners = new Set<() => void>();
  #snapshot: LiveSnapshot = { link: { kind: 'connecting' } };
  #attempt = 0;
  #stream: AbortController | undefined;
  #retry: ReturnType<typeof setTimeout> | undefined;
  #watchdog: ReturnType<typeof setTimeout> | undefined;

  constructor(token: string, onRefused: () => void) {
    this.#token = token;
    this.#onRefused = onRefused;
  }

  readonly subscribe = (listener: () => void) => {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  };

  readonly snapshot = () => this.#snapshot;

  /** Opens the stream; while it is lost, tries at once instead of waiting. Returns what closes it again. */
  readonly open = () => {
    addEventListener('online', this.retryNow);
    this.retryNow();
    return () => {
      removeEventListener('online', this.retryNow);
      this.#stopWaiting();
      this.#stream?.abort();
      this.#stream = undefined;
    };
  };

  readonly retryNow = () => {
    if (this.#stream) return;
    this.#stopWaiting();
    void this.#run();
  };

  async #run() {
    const stream = new AbortController();
    this.#stream = stream;
    try {
      this.#expectSomething(stream);
      await this.#read(stream.signal);
      throw new Error('The governor ended the connection.');
    } catch (error) {
      // Closed on purpose: nobody is waiting for this stream any more.
      if (this.#stream !== stream) return;
      this.#stream = undefined;
      this.#stopWaiting();
      this.#lose(stream.signal.aborted ? stream.signal.reason : error);
    }
  }

  async #read(signal: AbortSignal) {
    const response = await send(this.#token, '/live', { signal });
    const reader = response.body?.pipeThrough(new TextDecoderStream()).getReader();
    if (!reader) throw new Error('The governor sent an empty answer.');
    const parse = createSseParser();
    for (;;) {
      const { done, value } = await reader.read();
      if (done) return;
      const newest = parse(value).findLast(({ event }) => event === 'state');
      if (newest) this.#take(JSON.parse(newest.data) as LiveState);
    }
  }

  #take(state: LiveState) {
    this.#attempt = 0;
    if (this.#stream) this.#expectSomething(this.#stream);
    this.#publish({ link: { kind: 'live' }, latest: { state, receivedAtMs: performance.now() } });
  }

  #expectSomething(stream: AbortController) {
    clearTimeout(this.#watchdog);
    const silence = new Error(`Nothing was heard for ${silenceMs / 1000} s.`);
    this.#watchdog = setTimeout(() => stream.abort(silence), silenceMs);
  }

  #lose(error: unknown) {
    if (error instanceof ApiProblem && error.status === 401) return this.#onRefused();
    this.#attempt += 1;
    const waitMs = backOffMs(this.#attempt, Math.random());
    this.#publish({
      ...this.#snapshot,
      link: { kind: 'lost', why: whyOf(error), retryAtMs: performance.now() + waitMs },
    });
    this.#retry = setTimeout(this.retryNow, waitMs);
  }

  #stopWaiting() {
    clearTimeout(this.#retry);
    clearTimeout(this.#watchdog);
  }

  #publish(snapshot: LiveSnapshot) {
    this.#snapshot = snapshot;
    for (const listener of this.#listeners) listener();
  }
}
