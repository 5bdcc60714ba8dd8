import whole from './whole.cjs';
import { pool } from './named.cjs';
export const a = () => whole.query('select 1'); // call: pg
export const b = () => pool.query('select 1'); // call: pg
