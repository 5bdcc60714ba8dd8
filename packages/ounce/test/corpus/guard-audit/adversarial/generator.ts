import { Pool } from 'pg';
const pool = new Pool();
export async function* pages() {
  for (let page = 0; ; page++) {
    const { rows } = await pool.query('select 1 offset $1', [page]); // call: pg
    if (rows.length === 0) return;
    yield rows;
  }
}
