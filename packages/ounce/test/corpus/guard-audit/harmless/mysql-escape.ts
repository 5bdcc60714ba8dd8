import mysql from 'mysql2';
export const text = mysql.escape("it's");
export const full = mysql.format('select ?', ['a']);
export const pool = mysql.createPool({ host: 'db' });
pool.on('connection', () => {});
