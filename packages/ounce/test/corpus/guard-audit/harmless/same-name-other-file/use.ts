import { Pool } from './pg.ts';
export const text = new Pool().query('select 1');
