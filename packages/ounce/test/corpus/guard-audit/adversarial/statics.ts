import { Pool } from 'pg';
export class Db {
  static readonly pool = new Pool();
  static load() {
    return this.pool.query('select 1'); // call: pg
  }
}
export const other = () => Db.pool.query('select 2'); // call: pg
const Anonymous = class {
  pool = new Pool();
};
export const third = () => new Anonymous().pool.query('select 3'); // call: pg
