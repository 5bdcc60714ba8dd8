import { createGuard } from '@ounce/guard';
import { Pool } from 'pg';
const guard = createGuard();
const pool = new Pool();
const inTransaction = async <T>(work: (client: { query(text: string): Promise<T> }) => Promise<T>): Promise<T> => {
  const client = await pool.connect(); // call: pg, guarded by policy.execute
  return work(client as never);
};
export const save = () =>
  guard.policy('db').execute(() => inTransaction((client) => client.query('insert'))); // call: pg, guarded by policy.execute
