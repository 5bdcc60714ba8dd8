const pg = { Pool: class {}, query: (text: string) => text };
export const text = pg.query('select 1');
export const pool = new pg.Pool();
