import { Pool } from 'pg';
const pools: Pool[] = [];
for (let shard = 0; shard < 4; shard++) pools.push(new Pool({ database: `shard${shard}` }));
export const load = (shard: number) => pools[shard]?.query('select 1'); // call: pg
export const any = () => pools.at(0)?.query('select 1'); // call: pg
