import mysql from 'mysql2/promise';
const pool = mysql.createPool({ host: 'db' });
export async function load(id: string) {
  const [rows] = await pool.execute('select * from users where id = ?', [id]); // call: mysql2
  const connection = await pool.getConnection(); // call: mysql2
  await connection.beginTransaction(); // call: mysql2
  await connection.query('update users set seen = now()'); // call: mysql2
  await connection.commit(); // call: mysql2
  connection.release();
  return rows;
}
