const whole = require('./whole.cjs');
const { pool } = require('./named.cjs');
const { Users } = require('./class.cjs');
exports.a = () => whole.query('select 1'); // call: pg
exports.b = () => pool.query('select 1'); // call: pg
exports.c = () => new Users().http.get('/2'); // call: axios
