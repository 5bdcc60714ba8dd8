import { Pool } from 'pg';
const shards = [new Pool(), new Pool()];
export const all = () => Promise.all(shards.map((shard) => shard.query('select 1'))); // call: pg
export async function each() {
  for (const shard of shards) await shard.query('select 1'); // call: pg
  return shards[0].query('select 1'); // call: pg
}
