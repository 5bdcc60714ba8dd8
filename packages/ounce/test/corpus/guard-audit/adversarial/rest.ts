import { Pool } from 'pg';
function first(...pools: Pool[]) {
  return pools[0]?.query('select 1'); // call: pg
}
export const load = () => first(new Pool(), new Pool());
