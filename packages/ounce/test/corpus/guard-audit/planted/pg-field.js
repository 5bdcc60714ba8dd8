import { Pool } from 'pg';
export class Users {
  constructor(options) {
    this.pool = new Pool(options);
  }
  load(id) {
    return this.pool.query('select 1', [id]); // call: pg
  }
}
