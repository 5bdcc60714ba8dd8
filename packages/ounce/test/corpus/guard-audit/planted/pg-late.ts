import { Pool } from 'pg';
let pool: Pool | undefined;
function get(): Pool {
  pool ??= new Pool();
  return pool;
}
export const load = () => get().query('select 1'); // call: pg
