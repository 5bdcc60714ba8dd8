import { createServer } from 'node:net';

const tries = 50;
const remembered = 500;

/** Gives out loopback ports where nobody listens. */
export class FreePorts {
  readonly #reserved: ReadonlySet<number>;
  /** Whoever was given one of these may not listen yet. */
  #given: readonly number[] = [];

  /** @param reserved ports that the config has given to somebody */
  constructor(reserved: ReadonlySet<number>) {
    this.#reserved = reserved;
  }

  async take(): Promise<number> {
    for (let left = tries; left > 0; left--) {
      const port = await offeredBySystem();
      if (this.#reserved.has(port) || this.#given.includes(port)) continue;
      this.#given = [...this.#given, port].slice(-remembered);
      return port;
    }
    throw new Error(`the system offered no free port in ${tries} tries`);
  }
}

async function offeredBySystem(): Promise<number> {
  const server = createServer();
  return new Promise((resolve, reject) => {
    server.on('error', reject);
    server.listen({ port: 0, host: '127.0.0.1' }, () => {
      const address = server.address();
      server.close(() => resolve(typeof address === 'object' && address ? address.port : 0));
    });
  });
}
