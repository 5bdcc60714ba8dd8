import { createGuard, type Guard } from '@ounce/guard';
import { Pool } from 'pg';
export class Store {
  private readonly guard: Guard = createGuard();
  private readonly pool = this.guard.pg(new Pool());
  private readonly plain: Pool;
  constructor(plain: Pool) {
    this.plain = plain;
  }
  load = () => this.pool.query('select 1'); // call: pg, guarded by guard.pg
  other = () => this.plain.query('select 1'); // call: pg
  third = () => this.guard.policy('p').execute(() => this.plain.query('select 1')); // call: pg, guarded by policy.execute
}
