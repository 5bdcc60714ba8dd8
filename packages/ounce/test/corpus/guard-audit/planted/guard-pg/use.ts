import { plain, pool } from './db.ts';
export const load = () => pool.query('select 1'); // call: pg, guarded by guard.pg
export async function save() {
  const client = await pool.connect(); // call: pg, guarded by guard.pg
  await client.query('begin'); // call: pg, guarded by guard.pg
}
export const other = () => plain.query('select 1'); // call: pg
