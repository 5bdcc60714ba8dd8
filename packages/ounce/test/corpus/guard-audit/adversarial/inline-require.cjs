const pool = new (require('pg').Pool)();
exports.load = () => pool.query('select 1'); // call: pg
exports.cached = () => require('redis').createClient().get('k'); // call: redis
exports.asked = () => require('https').get('https://users'); // call: http
