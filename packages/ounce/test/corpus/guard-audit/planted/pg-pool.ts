import pg from 'pg';
const pool = new pg.Pool();
export const load = (id: string) => pool.query('select * from users where id = $1', [id]); // call: pg
export async function save(id: string) {
  const client = await pool.connect(); // call: pg
  try {
    await client.query('begin'); // call: pg
    await client.query('update users set seen = now() where id = $1', [id]); // call: pg
  } finally {
    client.release();
  }
}
