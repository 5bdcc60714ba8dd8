import { Pool } from 'pg';
const pool = new Pool();
export async function load() {
  await using client = (await pool.connect()) as never; // call: pg
  return (client as { query(text: string): unknown }) && pool.query('select 1'); // call: pg
}
