import db from './default.mts';
export const load = () => db.query('select 1'); // call: pg
