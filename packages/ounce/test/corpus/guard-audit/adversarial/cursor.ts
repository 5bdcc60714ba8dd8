import { Pool } from 'pg';
import Cursor from 'pg-cursor';
export async function* rows(pool: Pool) {
  const client = await pool.connect(); // call: pg
  const cursor = client.query(new Cursor('select 1')); // call: pg
  yield* await cursor.read(100);
}
