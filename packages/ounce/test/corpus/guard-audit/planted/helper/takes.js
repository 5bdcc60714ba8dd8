export function find(db, id) {
  return db.query('select 1', [id]); // call: pg
}
