import { z } from 'zod';
import type { Clock } from '../../ports/index.ts';
import type { KubernetesClient } from './client.ts';
import { type Listed, listAll } from './list.ts';
import { refusalOf, statusOf } from './refusal.ts';

/** A watch ends by itself after this time; that it ends, and begins anew, is the sign that the server is still there. */
const watchSeconds = 6;
/** What was last heard of longer ago than this is listed again. */
const silentMs = 12_000;
const againMs = 1_000;

const eventSchema = z.object({
  type: z.enum(['ADDED', 'MODIFIED', 'DELETED', 'BOOKMARK', 'ERROR']),
  object: z.record(z.string(), z.unknown()),
});
const markSchema = z.object({ metadata: z.object({ resourceVersion: z.string() }) });
const statusSchema = z.object({ code: z.number().default(500) });

interface Named {
  readonly metadata: { readonly name: string };
}

export interface WatchOptions<Item> {
  readonly client: KubernetesClient;
  readonly clock: Clock;
  readonly path: string;
  readonly item: z.ZodType<Item>;
}

/**
 * A list that is kept up to date by watching it. When the server no longer knows from where to go on (410), or says something
 * that cannot be understood, it is over, and has to be begun anew with a list.
 */
export class WatchedList<Item extends Named> {
  readonly #options: WatchOptions<Item>;
  readonly #query: Readonly<Record<string, string>>;
  readonly #items: Map<string, Item>;
  readonly #closed = new AbortController();
  #version: string;
  #heardMs: number;
  #isOver = false;

  private constructor(
    options: WatchOptions<Item>,
    query: Readonly<Record<string, string>>,
    { items, version }: Listed<Item>,
    heardMs: number,
  ) {
    this.#options = options;
    this.#query = query;
    this.#items = new Map(items.map((item) => [item.metadata.name, item]));
    this.#version = version;
    this.#heardMs = heardMs;
    void this.#follow(this.#closed.signal);
  }

  static async begin<Item extends Named>(
    options: WatchOptions<Item>,
    signal: AbortSignal,
    query: Readonly<Record<string, string>> = {},
  ): Promise<WatchedList<Item>> {
    const { client, path, item, clock } = options;
    const heardMs = clock.nowMs();
    return new WatchedList(options, query, await listAll(client, path, item, signal, query), heardMs);
  }

  get items(): readonly Item[] {
    return [...this.#items.values()];
  }

  /** When the server was last heard of: what is here is as old as that at most. */
  get heardMs(): number {
    return this.#heardMs;
  }

  get isCurrent(): boolean {
    const { clock } = this.#options;
    return !this.#isOver && Math.abs(clock.nowMs() - this.#heardMs) <= silentMs;
  }

  close(): void {
    this.#closed.abort(new Error('the list is no longer watched'));
  }

  async #follow(signal: AbortSignal): Promise<void> {
    const { clock } = this.#options;
    while (!signal.aborted && !this.#isOver) {
      try {
        await this.#watchOnce(signal);
      } catch (error) {
        this.#isOver = statusOf(error) === 410 || !(error as { retry?: boolean }).retry;
        if (!this.#isOver) await clock.sleep(againMs, signal).catch(() => {});
      }
    }
  }

  async #watchOnce(signal: AbortSignal): Promise<void> {
    const { client, clock, path } = this.#options;
    const hear = () => {
      this.#heardMs = clock.nowMs();
    };
    const search = new URLSearchParams({
      ...this.#query,
      ...{ watch: 'true', allowWatchBookmarks: 'true', resourceVersion: this.#version },
      timeoutSeconds: String(watchSeconds),
    });
    for await (const line of client.lines(`${path}?${search}`, watchSeconds * 1_000, hear, signal)) {
      if (line.trim() === '') continue;
      this.#take(eventSchema.parse(JSON.parse(line)));
      hear();
    }
    hear();
  }

  #take({ type, object }: z.output<typeof eventSchema>): void {
    if (type === 'ERROR') {
      const { code } = statusSchema.parse(object);
      throw refusalOf({
        method: 'GET',
        path: this.#options.path,
        status: code,
        body: JSON.stringify(object),
      });
    }
    this.#version = markSchema.parse(object).metadata.resourceVersion;
    if (type === 'BOOKMARK') return;
    const item = this.#options.item.parse(object);
    if (type === 'DELETED') this.#items.delete(item.metadata.name);
    else this.#items.set(item.metadata.name, item);
  }
}
