import { Pool } from 'pg';
let pool;
let other;
export function init() {
  ({ pool } = { pool: new Pool() });
  [other] = [new Pool()];
}
export const load = () => pool.query('select 1'); // call: pg
export const more = () => other.query('select 1'); // call: pg
