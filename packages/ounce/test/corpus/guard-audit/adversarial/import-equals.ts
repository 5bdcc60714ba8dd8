import pg = require('pg');
const pool = new pg.Pool();
export const load = () => pool.query('select 1'); // call: pg
