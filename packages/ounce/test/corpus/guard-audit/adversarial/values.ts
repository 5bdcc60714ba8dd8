import { Pool } from 'pg';
const shards = { a: new Pool(), b: new Pool() };
export const all = () => Object.values(shards).map((shard) => shard.query('select 1')); // call: pg
export const each = () => Object.entries(shards).forEach(([, shard]) => shard.query('select 1')); // call: pg
