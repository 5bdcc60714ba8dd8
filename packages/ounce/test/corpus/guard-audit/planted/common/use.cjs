const db = require('./db.cjs');
const { pool: shared } = require('./db.cjs');
exports.load = () => db.pool.query('select 1'); // call: pg
exports.more = () => shared.query('select 1'); // call: pg
exports.other = () => db.query('select 1');
