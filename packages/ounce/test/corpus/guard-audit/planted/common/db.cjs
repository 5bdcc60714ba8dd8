const { Pool } = require('pg');
const pool = new Pool();
module.exports = { pool, query: (text) => pool.query(text) }; // call: pg
