import { EventEmitter, once } from 'node:events';
import { connect, createServer, type Server, type Socket } from 'node:net';
import type { Fault } from '@ounce/core';
import type { Clock } from '../../ports/index.ts';
import { type Effects, effectsOf } from './effects.ts';
import { type Conditions, flow } from './flow.ts';

export interface Address {
  readonly host: string;
  readonly port: number;
}

export interface RouteOptions {
  readonly name: string;
  /** Where clients connect to; port 0 takes a free one. */
  readonly listen: Address;
  /** The service behind it. */
  readonly to: Address;
  readonly clock: Clock;
  readonly random: () => number;
}

interface Link {
  readonly client: Socket;
  readonly draw: number;
  readonly openedAtMs: number;
  reset?: AbortController;
}

const acceptAgainMs = 200;

/** One service behind the proxy: every connection to it passes through here. */
export class Route {
  readonly name: string;
  readonly #options: RouteOptions;
  readonly #links = new Set<Link>();
  #address: Address;
  #server: Server | undefined;
  #faults: readonly Fault[] = [];
  readonly #changes = new EventEmitter().setMaxListeners(0);
  #closed = false;
  /** Listening and not listening follow one another, never cross. */
  #turn: Promise<void> = Promise.resolve();

  constructor(options: RouteOptions) {
    this.name = options.name;
    this.#options = options;
    this.#address = options.listen;
  }

  /** Where it listens, or listened before it was made to refuse. */
  get address(): Address {
    return this.#address;
  }

  get connections(): number {
    return this.#links.size;
  }

  /** Rejects when the address cannot be had. */
  async open(): Promise<void> {
    this.#server = await this.#listen();
  }

  async close(): Promise<void> {
    this.#closed = true;
    await this.#turn;
    await this.#stopListening();
  }

  /** From now on these are on, and no others. Resolves when connections are refused, or taken again, as they should be. */
  apply(faults: readonly Fault[]): Promise<void> {
    this.#faults = faults;
    this.#changes.emit('change');
    for (const link of this.#links) this.#resetWhenDue(link);
    this.#turn = this.#turn.then(() => this.#listenOrRefuse());
    return this.#turn;
  }

  get #refuses(): boolean {
    return this.#faults.some(({ kind }) => kind === 'dependency_down');
  }

  async #listenOrRefuse(): Promise<void> {
    if (this.#refuses) return this.#stopListening();
    while (!this.#server && !this.#refuses && !this.#closed) {
      this.#server = await this.#listen().catch(() => undefined);
      // Somebody else has taken the port meanwhile: it is tried until it is free.
      if (!this.#server) await this.#options.clock.sleep(acceptAgainMs);
    }
  }

  #listen(): Promise<Server> {
    const server = createServer({ allowHalfOpen: true, noDelay: true }, (client) => this.#take(client));
    return new Promise((resolve, reject) => {
      server.once('error', reject);
      server.listen(this.#address.port, this.#address.host, () => {
        const { port } = server.address() as { port: number };
        this.#address = { ...this.#address, port };
        resolve(server);
      });
    });
  }

  async #stopListening(): Promise<void> {
    const server = this.#server;
    this.#server = undefined;
    if (!server) return;
    const closed = new Promise<void>((resolve) => server.close(() => resolve()));
    for (const { client } of this.#links) client.resetAndDestroy();
    await closed;
  }

  #take(client: Socket): void {
    const { to, clock, random } = this.#options;
    const service = connect({ ...to, allowHalfOpen: true, noDelay: true });
    const link: Link = { client, draw: random(), openedAtMs: clock.monotonicMs() };
    const over = new AbortController();
    this.#links.add(link);
    const end = () => {
      if (over.signal.aborted) return;
      over.abort();
      link.reset?.abort();
      this.#links.delete(link);
      client.destroy();
      service.destroy();
    };
    client.on('error', end).on('close', end);
    // What is behind is not there: the client hears it as if it had asked by itself.
    service.on('error', () => client.resetAndDestroy());
    this.#resetWhenDue(link);
    const conditions: Conditions = {
      ...{ clock, random, over: over.signal },
      effects: () => this.#effectsOn(link),
      changed: (signal) => once(this.#changes, 'change', { signal }),
    };
    void Promise.all([
      flow(client, service, conditions, false),
      flow(service, client, conditions, true),
    ]).catch(end);
  }

  #effectsOn({ draw }: Link): Effects {
    return effectsOf(this.#faults, draw);
  }

  /** A fault that ends before its time has come resets nothing. */
  #resetWhenDue(link: Link): void {
    link.reset?.abort();
    const { resetAfterMs } = this.#effectsOn(link);
    if (!Number.isFinite(resetAfterMs)) return;
    const { clock } = this.#options;
    const reset = new AbortController();
    link.reset = reset;
    const ms = Math.max(0, link.openedAtMs + resetAfterMs - clock.monotonicMs());
    clock.sleep(ms, reset.signal).then(
      () => link.client.resetAndDestroy(),
      () => {},
    );
  }
}
