import { Pool, type PoolClient } from 'pg';
const pool = new Pool();
async function inTransaction<T>(work: (client: PoolClient) => Promise<T>): Promise<T> {
  const client = await pool.connect(); // call: pg
  await client.query('begin'); // call: pg
  return work(client);
}
export const save = () => inTransaction((tx) => tx.query('insert into users default values')); // call: pg
