import { Pool } from 'pg';
const pools = new Map<string, Pool>();
pools.set('a', new Pool());
export const load = (name: string) => pools.get(name)?.query('select 1'); // call: pg
const table: Record<string, Pool> = { a: new Pool() };
export const other = (name: string) => table[name]?.query('select 1'); // call: pg
