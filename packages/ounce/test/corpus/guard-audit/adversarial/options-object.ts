import { Pool } from 'pg';
interface Options {
  readonly db: Pool;
  readonly send?: typeof fetch;
}
export class Service {
  readonly #options: Options;
  constructor(options: Options) {
    this.#options = options;
  }
  async run() {
    const { db, send = fetch } = this.#options;
    await db.query('select 1'); // call: pg
    await send('http://users'); // call: fetch
    return this.#options.db.query('select 2'); // call: pg
  }
}
