export async function load() {
  const { Pool } = (await import('pg')).default;
  const pool = new Pool();
  return pool.query('select 1'); // call: pg
}
