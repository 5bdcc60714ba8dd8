const { Pool } = require('pg');
exports.pool = new Pool();
module.exports.query = (text) => exports.pool.query(text); // call: pg
