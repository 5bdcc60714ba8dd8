import { Pool } from 'pg';
import * as util from 'node:util';
const pool = new Pool();
const query = pool.query.bind(pool);
const promised = util.promisify(pool.query);
export const load = () => query('select 1'); // call: pg
export const other = () => promised.call(pool, 'select 1'); // call: pg
